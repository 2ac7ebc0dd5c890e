"""Words that deny, in languages without a table: enough to ask apart about what they stand in.

What a list allows and what it forbids must not be one question, whatever its language. Where these
words mean something else the question is one too many, and nothing is turned.
"""

# ruff: noqa: RUF001 - other languages have letters and signs of their own
from __future__ import annotations

import re
from functools import cache

_PARTS = {
    "th": "ไม่ ห้าม",
    "lo": "ບໍ່ ຫ້າມ",
    "km": "មិន ហាម កុំ",
    "my": "ဘူး မဟုတ် မပြု တားမြစ်",
    "ko": "않 못 금지 말아야 없 아니",
    "ta": "கூடாது இல்லை வேண்டாம்",
    "te": "కాదు కూడదు వద్దు లేదు",
    "ml": "അരുത് പാടില്ല ഇല്ല",
    "kn": "ಬಾರದು ಇಲ್ಲ ಬೇಡ",
    "ka": "არ ვერ ნუ აკრძალ",
}
"""Signs anywhere in a text: of scripts without blanks, and of languages that join their words."""
_WORDS = {
    "af": "nie nooit geen verbode",
    "ar": "لا ليس ليست لن عدم ممنوع يمنع محظور يحظر غير",
    "az": r"deyil qadağan heç \w+(?:maz|məz|mamalı|məməli)\w*",
    "be": r"не няма ніколі забаронен\w*",
    "bg": r"не няма никога забран\w*",
    "bn": "না নয় নিষিদ্ধ",
    "bs": r"ne nije nisu nikada nikad zabranj\w* nemoj\w* nema",
    "ca": r"no mai prohibi\w* cap",
    "cs": r"ne ani nikdy nesm\w+ nem(?:ůž|oh|á|us)\w* není nejsou neodpovíd\w+ zák\w+ zakáz\w+",
    "cy": "ni nid na nac peidio",
    "da": "ikke aldrig ingen forbudt",
    "el": r"δεν δε μην μη ποτέ όχι απαγορεύ\w+",
    "et": r"ei mitte ära ärge keelatud",
    "eu": r"ez inoiz debekatu\w*",
    "fa": r"نباید نمی\w* نیست هرگز ممنوع بدون",
    "fi": r"ei en emme ette eivät älä älkää kiellet\w+ koskaan",
    "ga": "ní níl ná",
    "gu": "નહીં નથી ન",
    "he": "לא אין אסור אל",
    "hi": "नहीं न ना मत मना निषिद्ध वर्जित",
    "hr": r"ne nije nisu nikada nikad zabranj\w* nemoj\w* nema",
    "hu": r"nem ne nincs soha tilos sem",
    "hy": r"չ\w+ ոչ մի արգել\w+",
    "id": r"tidak jangan bukan dilarang tanpa",
    "is": "ekki aldrei enginn bannað",
    "kk": r"емес болмайды ешқашан тыйым \w+(?:мау|меу|бау|беу)\w*",
    "lt": r"ne nėra niekada draudžiam\w* neturi negal\w+",
    "lv": r"ne nav nekad aizliegt\w* nedrīkst nevar",
    "mk": r"не нема никогаш забран\w*",
    "mr": "नाही नये नको",
    "ms": r"tidak jangan bukan dilarang tanpa",
    "ne": r"हुँदैन नगर्\w* नहुने छैन होइन",
    "no": "ikke aldri ingen forbudt",
    "pa": "ਨਹੀਂ ਨਾ",
    "ro": r"nu nici niciodată interzi\w*",
    "sk": r"ne ani nie nikdy nesm\w+ nem(?:ôž|oh|á|us)\w* zák\w+ zakáz\w+",
    "sl": r"ne ni niso nikoli prepoved\w*",
    "sq": "nuk mos asnjë ndalohet",
    "sr": r"не није нису никада никад забрањ\w* нема ne nije nisu nikada zabranj\w* nema",
    "sv": r"inte ej aldrig icke ingen förbjud\w*",
    "sw": r"si sio hapana marufuku usi\w+ hai\w+ hawa\w+",
    "tl": "hindi huwag bawal",
    "ur": "نہیں نہ مت ممنوع",
    "uz": r"emas yoʻq hech taqiqlan\w* \w+(?:maydi|maslik)\w*",
    "vi": "không cấm chẳng đừng",
}
"""Words and patterns of words, with a blank between two."""


@cache
def _pattern(code: str) -> re.Pattern[str] | None:
    if parts := _PARTS.get(code):
        return re.compile("|".join(map(re.escape, parts.split())))
    if words := _WORDS.get(code):
        # Vowel signs of Indian scripts are no letters to `\b`.
        return re.compile(
            rf"(?<![\w\u0900-\u0d7f])(?:{'|'.join(words.split())})(?![\w\u0900-\u0d7f])"
        )
    return None


def denies_in(language: str, text: str) -> bool:
    """Tell whether a word that denies stands in a text.

    Args:
        language: its tag, such as `th`; of one that is not known here nothing is told.
        text: the text.
    """
    pattern = _pattern(language.partition("-")[0].casefold())
    return pattern is not None and pattern.search(text.casefold()) is not None
