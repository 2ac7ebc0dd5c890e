"""The table `[words]` of `rolegraph.toml`: a catalogue's own words for headings and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

WORD_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "ru", "uk", "tr", "zh", "ja")
"""The languages that come with a table of words, to which a catalogue can add."""


def _phrase(text: str) -> str:
    if not any(sign.isalnum() for sign in text):
        raise ValueError("write the words of a heading or label")
    return text


def _language(text: str) -> str:
    if text in KEYS:
        raise ValueError("write it below its language, as in [words.en]")
    if text not in WORD_LANGUAGES:
        raise ValueError(
            f"there is no table of words for {text!r} to add to; there are "
            f"{', '.join(WORD_LANGUAGES)}"
        )
    return text


Phrases = tuple[Annotated[str, AfterValidator(_phrase)], ...]
WordLanguage = Annotated[str, AfterValidator(_language)]


class OwnWords(BaseModel):
    """One table `[words.LANGUAGE]`: what a catalogue's headings and labels announce.

    Each value is a list of phrases, in the case and with the accents that people write.

    Attributes:
        responsibility, exclusion, requirement, privilege, practice, characteristic: headings of
            statements of that kind.
        goal, pain_point, need, context, quote: headings of the fields of a persona.
        description, relation, alias: headings of other fields of a role.
        name, activity: heads of the columns that name roles and activities.
        skipped: headings whose content says nothing of what a role does.
        roles: headings over several roles, such as “Posts”.
        role_words: words that name a role, such as “warden”.
        no_role_words: words that seem to name a role and do not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    responsibility: Phrases = ()
    exclusion: Phrases = ()
    requirement: Phrases = ()
    privilege: Phrases = ()
    practice: Phrases = ()
    characteristic: Phrases = ()
    goal: Phrases = ()
    pain_point: Phrases = Field(default=(), alias="pain-point")
    need: Phrases = ()
    context: Phrases = ()
    quote: Phrases = ()
    description: Phrases = ()
    relation: Phrases = ()
    alias: Phrases = ()
    name: Phrases = ()
    activity: Phrases = ()
    skipped: Phrases = ()
    roles: Phrases = ()
    role_words: Phrases = Field(default=(), alias="role-words")
    no_role_words: Phrases = Field(default=(), alias="no-role-words")

    @model_validator(mode="after")
    def _each_means_one_thing(self) -> OwnWords:
        meant: dict[str, str] = {}
        for key, phrases in self.items():
            if key in _OF_THEIR_OWN:
                continue
            for phrase in phrases:
                known = meant.setdefault(phrase.casefold(), key)
                if known != key:
                    raise ValueError(f"“{phrase}” stands under {known} and under {key}; keep one")
        return self

    def items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the keys as they stand in the file, with their phrases."""
        for name in type(self).model_fields:
            yield name.replace("_", "-"), getattr(self, name)


_OF_THEIR_OWN = frozenset({"name", "activity", "role-words", "no-role-words"})
"""Lists that a phrase may be in beside another one: “Task” is a heading and the head of a column.
"""
KEYS = tuple(name.replace("_", "-") for name in OwnWords.model_fields)
"""The keys of the table as they stand in the file."""
Words = Mapping[WordLanguage, OwnWords]
