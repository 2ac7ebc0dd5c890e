"""Names of fields, as teams write them in records: what names a thing, what refers to another."""

from __future__ import annotations

import re

import yaml

NAMES = (
    *("name", "role", "title", "label", "persona", "rolle", "rol", "nom", "nombre"),
    *("preferredlabel", "preflabel", "jobtitle", "rolename", "roletitle", "positiontitle"),
    *("displayname", "bezeichnung", "titel", "titre", "intitulé", "título", "titolo", "nome"),
    *("id", "key"),
)
"""Fields that may hold the name of a record, the likeliest first."""
TEXTS = (
    *("text", "description", "statement", "duty", "task", "responsibility", "step", "action"),
    *("do", "does", "what", "activity", "instruction", "beschreibung", "aufgabe", "schritt"),
    *("tätigkeit", "aktion", "tun", "tâche", "étape", "faire", "quoi", "tarea", "paso", "acción"),
    *("title", "name", "titel", "bezeichnung", "titre", "nom", "nombre"),
)
"""Fields of an entry of a list that may hold what it says, the likeliest first."""
IDS = frozenset(
    {
        *("id", "key", "code", "identifier", "uid", "uuid", "guid", "notation", "ref", "@id"),
        *("kennung", "kürzel", "rollennummer", "rollenkürzel", "identifiant", "identificador"),
        *("identificativo", "codice", "código", "elementidentifier"),
        *(
            f"{what}{end}"
            for what in (
                "role",
                "position",
                "job",
                "post",
                "jobrole",
                "workrole",
                "rollen",
                "stellen",
            )
            for end in ("id", "code", "key", "identifier")
        ),
        *("personaid", "playbookid", "workflowid", "processid", "toolid", "stepid", "taskid"),
    }
)
"""Fields that identify a record."""
ROLE_NAMES = ("role", "represents", "representsrole", "jobtitle", "job", "rolle", "rol", "ruolo")
"""Fields of a persona that may name her role, the likeliest first."""
OF_ROLES = frozenset(
    {
        *("role", "roles", "who", "owner", "owners", "responsible", "accountable", "consulted"),
        *("informed", "r", "a", "c", "i", "reportsto", "reportingto", "manager", "linemanager"),
        *("supervisor", "supervisedby", "supervises", "manages", "directreports", "reports"),
        *(
            "subordinates",
            "children",
            "parent",
            "parentrole",
            "boss",
            "backup",
            "deputy",
            "delegatesto",
        ),
        *("escalatesto", "escalationto", "escalateto", "workswith", "collaborateswith"),
        *("approver", "approvers", "approvedby", "approvalby", "approvalfrom", "doneby"),
        *("requiresapprovalfrom", "needsapprovalfrom", "performedby", "executedby", "performer"),
        *(
            "agent",
            "actor",
            "actors",
            "assignee",
            "assignedto",
            "assignedrole",
            "lane",
            "by",
            "represents",
        ),
        *("representsrole", "jobtitle", "position", "participants", "reportstorole", "managerrole"),
        *("includes", "inherits", "extends", "responsiblerole", "accountablerole", "supports"),
        *("rolle", "rollen", "verantwortlich", "verantwortliche", "zuständig", "wer", "durch"),
        *("berichtetan", "vorgesetzter", "vorgesetzte", "vorgesetzterolle", "unterstellt"),
        *("ausgeführtvon", "vertretung", "stellvertretung", "freigabedurch", "genehmigtvon"),
        *("rôle", "rôles", "responsable", "rattachéà", "supérieur", "supérieurhiérarchique"),
        *("qui", "rendcompteà", "rapporteà", "suppléant", "rol", "quién", "reportaa", "superior"),
        *("ruolo", "chi", "rispondea", "ruoli", "papel", "quem"),
    }
)
"""Fields that refer to roles."""
SUPERIORS = frozenset(
    {"reportsto", "reportingto", "manager", "linemanager", "managerrole", "supervisor", "boss"}
    | {"supervisedby", "superior", "reportstorole", "berichtetan", "vorgesetzter", "vorgesetzte"}
    | {"vorgesetzterolle", "unterstellt", "rattachéà", "supérieur", "supérieurhiérarchique"}
    | {"rendcompteà", "reportaa", "rispondea"}
)
"""Fields that name whom a role reports to."""
OF_PERSONAS = frozenset({"persona", "personas", "followedby"})
OF_TOOLS = frozenset(
    {"tool", "tools", "uses", "system", "systems", "software", "werkzeuge", "outils"}
)
STEPS = frozenset(
    {"steps", "schritte", "ablauf", "étapes", "pasos", "passi", "stappen", "workflowsteps"}
)
"""Fields with the steps of a workflow."""
OF_WORKFLOWS = ("workflow", "playbook", "process", "procedure", "runbook", "prozess", "ablauf")
"""Fields that may hold the name of a record with steps."""
ABOUT = frozenset({"mission", "purpose", "summary", "zweck", "finalité", "objet", "propósito"})
"""Fields whose text says what a role is, whatever a heading of that name has below it."""
NUMBERS = frozenset(
    {"no", "nr", "number", "order", "seq", "sequence", "position", "step", "stepno", "stepnumber"}
    | {"nummer", "schrittnummer", "reihenfolge", "numéro", "ordre", "número", "orden", "ordine"}
    | {"#", "index", "id"}
)
"""Fields with the place of a step among others."""
GROUPS = frozenset(
    {
        *("roles", "positions", "jobs", "jobroles", "workroles", "occupations", "departments"),
        *("teams", "units", "divisions", "businessunits", "subdepartments", "subunits", "subteams"),
        *("rollen", "stellen", "positionen", "funktionen", "abteilungen", "bereiche", "rôles"),
        *("postes", "fonctions", "départements", "équipes", "puestos", "departamentos", "equipos"),
        *("ruoli", "reparti", "funções", "cargos", "functies", "afdelingen"),
    }
)
"""Fields with roles, or with units that have some."""
REPORTS = frozenset(
    {"directreports", "reports", "subordinates", "children", "mitarbeitende", "unterstellte"}
)
"""Fields with records of roles that report to the one they stand in."""
DUTIES = frozenset(
    {"responsibilities", "duties", "tasks", "aufgaben", "verantwortlichkeiten", "tâches"}
    | {"responsabilités", "missions", "tareas", "responsabilidades", "compiti"}
)
"""Fields with what a role does."""
TITLES = (
    *("title", "documenttitle", "name", "team", "organisation", "organization", "department"),
    *("titel", "titre", "título", "titolo", "équipe", "abteilung", "company", "project"),
)
"""Fields of a whole file that name it, the likeliest first."""
PERSONA_FIELDS = frozenset(
    {
        *("goals", "goal", "frustrations", "painpoints", "pains", "motivations", "needs", "quote"),
        *("barriers", "challenges", "scenario", "scenarios", "ziele", "frustrationen", "zitat"),
        *("objectifs", "freins", "citation", "objetivos", "frustraciones", "cita"),
        *("wants", "wishes", "fears", "worries", "annoyedby", "frustratedby", "wünsche"),
    }
)
"""Fields that personas have."""
NUMERIC = frozenset({f"tag:yaml.org,2002:{each}" for each in ("int", "float", "bool")})
TEXT = "tag:yaml.org,2002:str"
NULL = "tag:yaml.org,2002:null"
_END_OF_REFERENCE = re.compile(
    r"(?:_|-|\s|(?<=[a-z])(?=[IRKC]))(?:ids?|refs?|keys?|codes?)$", re.IGNORECASE
)
_ROLE_FIELDS = ("role", "rolle", "rol", "rôle", "ruolo", "papel", "jobtitle", "position")
_MOST = 0.6
_CODE = re.compile(r"\S*(?:[0-9_:/.@#-]\S*|[A-Z]{2,}\S*)")


def folded_key(key: str) -> str:
    """Return the name of a field without case, blanks and signs: `element_type` → `elementtype`."""
    return "".join(sign for sign in key.casefold() if sign.isalnum()) or key


def bare_key(key: str) -> str:
    """Return the folded name of a field without its word for an id: `manager_id` → `manager`."""
    return folded_key(_END_OF_REFERENCE.sub("", key.strip()))


def fields_of(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    """Return the values of a mapping by the folded names of its fields."""
    return {folded_key(str(key.value)): value for key, value in node.value}


def is_code(text: str) -> bool:
    """Tell whether a text is one that people take for an id: `SOC-L1`, `tier_1`, `PM`."""
    return _CODE.fullmatch(text) is not None


def is_filled(node: yaml.Node | None) -> bool:
    """Tell whether a value is a scalar that says something."""
    is_scalar = isinstance(node, yaml.ScalarNode) and node.tag != NULL
    return is_scalar and node is not None and bool(str(node.value).strip())


def is_text(node: yaml.Node | None) -> bool:
    """Tell whether a value is a text, and no number, date or blank."""
    is_scalar = isinstance(node, yaml.ScalarNode) and node.tag == TEXT
    return is_scalar and any(sign.isalpha() for sign in str(node.value if node else ""))


def holds_records(node: yaml.Node) -> bool:
    """Tell whether a list has nothing but records, or a mapping has some that are alike."""
    if not isinstance(node, yaml.CollectionNode):
        return False
    children = node.value
    if isinstance(node, yaml.MappingNode):
        children = [value for _, value in node.value]
    if not children or not all(isinstance(child, yaml.MappingNode) for child in children):
        return False
    # Keys are names where what they hold is alike; the chapters of one record are not.
    fields = [{str(key.value) for key, _ in child.value} for child in children]
    return isinstance(node, yaml.SequenceNode) or bool(set.intersection(*fields))


def are_roles(node: yaml.Node) -> bool:
    """Tell whether most records of a list name a role and no other thing: `team: [{role: Host}]`.

    Entries with a text beside it, such as duties that name whose they are, are none.
    """
    children = node.value if isinstance(node, yaml.SequenceNode) else []
    fields = [fields_of(each) for each in children if isinstance(each, yaml.MappingNode)]
    named = [
        each
        for each in fields
        if any(is_text(each.get(key)) for key in _ROLE_FIELDS)
        and not any(is_text(each.get(key)) for key in (*TEXTS, *PERSONA_FIELDS))
    ]
    return len(named) > 1 and len(named) >= _MOST * len(children)


def tells_of_persona(node: yaml.MappingNode, name: yaml.Node) -> bool:
    """Tell whether a record is that of a persona by its fields, whatever list it stands in.

    Args:
        node: the record.
        name: what names it.
    """
    fields = fields_of(node)
    role = next((fields[key] for key in ROLE_NAMES if key in fields), None)
    told = PERSONA_FIELDS & fields.keys()
    if role is not name and is_text(role):
        return bool(told)
    # “Wants” and “annoyed by” beside a name alone tell of somebody whose role is asked.
    return role is None and len(told) > 1 and DUTIES.isdisjoint(fields)
