# ruff: noqa: RUF001 - letters of other scripts are what is tested
"""No language's way to say “not” makes a duty: the bullet is an exclusion, or it is asked about."""

from __future__ import annotations

import pytest

from rolegraph.documents.language.words import LANGUAGES
from rolegraph.documents.readers.markdown import read_markdown
from rolegraph.documents.reading import read_outline
from rolegraph.documents.text.source import SourceText

HEADS = {
    "en": ("Crane Driver", "Responsibilities"),
    "de": ("Kranführer", "Aufgaben"),
    "fr": ("Grutier", "Responsabilités"),
    "es": ("Operador de grúa", "Responsabilidades"),
    "it": ("Gruista", "Responsabilità"),
    "nl": ("Kraanmachinist", "Taken"),
    "pt": ("Operador de grua", "Responsabilidades"),
    "pl": ("Operator dźwigu", "Obowiązki"),
    "ru": ("Крановщик", "Обязанности"),
    "uk": ("Кранівник", "Обов'язки"),
    "tr": ("Vinç Operatörü", "Görevler"),
    "zh": ("吊车操作员", "职责"),
    "ja": ("クレーン担当者", "責任"),
}
DENIED = {
    "en": """Never lifts people | Lifts loads, never people | Lifts loads, but not people
        Does not repair the crane | Neither drives nor repairs lorries | Nobody may stand below
        Has no say in the budget | Is barred from signing contracts | Lacks the authority to sign
        When the wind is strong, do not lift | Refrains from lifting at night | No lifting at night
        Nothing is lifted at night | Under no circumstances lift people | Is not a resolver""",
    "de": """Hebt keine Personen | Repariert den Kran nie selbst | Weder Reparatur noch Wartung
        Keine Personenbeförderung | Trifft keinerlei Entscheidungen | Nichts wird nachts gehoben
        Unterlässt das Heben bei Sturm | Niemand darf unter der Last stehen
        Entscheidet nirgends allein | Mitnichten zuständig für Lkw | Verzichtet auf Alleingänge
        Verboten ist das Rauchen | Wenn der Wind stark ist, nicht heben""",
    "fr": """Ne lève jamais de personnes | Ne travaille plus la nuit | Ne signe aucun bon
        N'utilise que les élingues contrôlées | Ni conduite ni réparation | Ne commande rien
        Le grutier ne quitte la cabine que sur ordre | Ne parle à personne | Aucun levage de nuit
        Contrôle les élingues, jamais les câbles | Il ne lui appartient pas de décider
        Défense de fumer | Hors de question de lever seul | Pas de levage de nuit
        Nul ne monte dans la nacelle | Si le vent est fort, ne lève pas | S'abstient de fumer""",
    "es": """Nunca levanta personas | Levanta cargas, nunca personas | No repara la grúa
        Ni conduce ni repara camiones | Jamás firma contratos | Tampoco aprueba compras
        Ningún trabajo de noche | No firma nada | Prohibido fumar | Evita levantar personas
        Nadie puede estar bajo la carga | Carece de autoridad para firmar
        Se prohíbe levantar personas | Si hay viento, no levanta cargas""",
    "it": """Non solleva mai persone | Mai da solo sulla gru | Né guida né ripara camion
        Nessun sollevamento di notte | Non decide nulla | Vietato fumare | Neppure firma contratti
        Neanche approva acquisti | È privo di autorità | Niente sollevamenti con vento
        Nessuno deve stare sotto il carico | Quando c'è vento, non solleva""",
    "nl": """Tilt nooit personen | Repareert de kraan niet | Geen personenvervoer
        Noch rijden noch repareren | Verboden te roken | Vermijdt het tillen van personen
        Niemand mag onder de last staan | Beslist niets alleen | Nergens zonder helm
        Mag onder geen beding tillen | Onthoudt zich van stemmen""",
    "pt": """Nunca levanta pessoas | Não repara a grua | Nem conduz nem repara caminhões
        Jamais assina contratos | Tampouco aprova compras | Nenhum trabalho à noite
        Não assina nada | Proibido fumar | Ninguém pode ficar sob a carga
        É vedado levantar pessoas | Quando há vento, não levanta cargas""",
    "pl": """Nigdy nie podnosi osób | Nie naprawia dźwigu | Ani nie prowadzi, ani nie naprawia
        Żadnych prac w nocy | Zabrania się palenia | Nikt nie stoi pod ładunkiem
        Podnosi ładunki, nigdy ludzi | Gdy wieje wiatr, nie podnosi""",
    "ru": """Не поднимает людей | Никогда не работает ночью | Ни ремонта, ни вождения
        Нельзя курить | Запрещается работать при шторме | Никто не стоит под грузом
        Поднимает грузы, но не людей | Когда дует ветер, не работает""",
    "uk": """Не піднімає людей | Ніколи не працює вночі | Жодних робіт уночі
        Заборонено палити | Ніхто не стоїть під вантажем | Піднімає вантажі, але не людей""",
    "tr": """İnsan kaldırmaz | Gece asla çalışmaz | Bakım yapamaz | Sigara içmek yasaktır
        Yükün altında durulmamalıdır | Yük kaldırır, insan kaldırmaz | Sözleşme imzalamamak""",
    "zh": "不得吊人 | 禁止夜间作业 | 不负责维修 | 切勿单独作业",
    "ja": "人を吊ってはならない | 夜間の作業は禁止 | 修理は行わない | 契約に署名しない",
}
AFFIRMED = {
    "en": """Ensures that nobody stands below the load | Works without supervision
        Helps those who cannot climb | Checks, with the pilot, that no rope is worn
        Lifts loads, including but not limited to steel""",
    "de": """Stellt sicher, dass niemand unter der Last steht | Arbeitet ohne Aufsicht
        Prüft nicht nur Seile | Hilft, wenn andere nicht können""",
    "fr": """Veille à ce que personne ne soit sous la charge | Travaille sans surveillance
        Procède pas à pas | Vérifie que rien ne manque""",
    "es": """Asegura que nadie esté bajo la carga | Trabaja sin supervisión
        Registra las no conformidades""",
    "it": "Assicura che nessuno sia sotto il carico | Lavora senza supervisione",
    "nl": "Zorgt dat niemand onder de last staat | Werkt zonder toezicht",
    "pt": "Garante que ninguém fique sob a carga | Trabalha sem supervisão",
    "pl": "Dba, aby nikt nie stał pod ładunkiem | Pracuje bez nadzoru",
    "ru": "Следит, чтобы никто не стоял под грузом | Работает без надзора",
    "uk": "Стежить, щоб ніхто не стояв під вантажем | Працює без нагляду",
    "tr": """Kimsenin yükün altında durmamasını sağlar | Denetim olmadan çalışır
        Yalnızca halatları değil, kancaları da kontrol eder""",
    "zh": "确保无人站在吊物下 | 不断改进作业",
    "ja": "荷物の下に人がいないことを確認する | 問題がないか確認する",
}


def bullets(texts: str) -> list[str]:
    return [each.strip() for line in texts.splitlines() for each in line.split("|")]


def statuses(language: str, texts: str) -> dict[str, tuple[str | None, str]]:
    """Return kind and status of each bullet, read below a heading of duties."""
    role, heading = HEADS[language]
    wanted = bullets(texts)
    listed = "".join(f"* {each}\n" for each in wanted)
    text = f"## {role}\n\n### {heading}\n\n{listed}"
    reading = read_outline(
        read_markdown(SourceText("a.md", text.encode())), "a.md", language=language
    )
    (found,) = reading.roles
    assert wanted == [each.passage.plain for each in found.statements]
    return {each.passage.plain: (each.kind, each.status) for each in found.statements}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_negates_is_an_exclusion_or_is_asked_about(language: str) -> None:
    """A prohibition that becomes a duty is the worst fault that a reading can have."""
    found = statuses(language, DENIED[language])

    assert [] == [text for text, (kind, state) in found.items() if state != "asked"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_holds_a_negation_is_a_duty(language: str) -> None:
    """Where everything is asked about, nobody reads the questions."""
    found = statuses(language, AFFIRMED[language])

    assert {("responsibility", "read")} == set(found.values())
