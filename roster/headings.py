"""What schools call their columns, in five languages, and which field each one means."""

import unicodedata
from collections.abc import Mapping, Sequence

from roster.looks import is_address, is_name, mostly

FIELDS = (
    "student_id",
    "login",
    "email",
    "first_name",
    "last_name",
    "display_name",
    "section",
    "role",
    "status",
)
"""What a column can hold, as far as a roster cares."""
NAME_FIELDS = frozenset({"display_name", "first_name", "last_name"})
_MAX_HEADINGS = 1000  # a gradebook may be wide, but people come first in it
_MAX_HEADING = 100

# Within a field, the more telling heading comes first: Canvas has both `SIS User ID` and `ID`.
_SPELLINGS = {
    "student_id": """
        SIS User ID, SIS ID, Student SIS ID, Student ID, Student Number, Student No, ID number,
        sourcedId, OrgDefinedId, Matriculation number, Admission number, Pupil ID, Pupil number,
        Learner ID, Perm ID, Perm #, Local ID, State ID,
        ID-Nummer, Matrikelnummer, Matrikelnr, Schülernummer, Schuelernummer, Schüler-ID,
        Numéro d'étudiant, Numéro étudiant, N° étudiant, Numéro d'identification, Matricule, INE,
        Número de ID, Número ID, Número de identificación, Número de matrícula,
        Número de alumno, Matrícula, Expediente, NIA,
        Número de identificação, Número do aluno, Número de aluno, N.º de processo, ID""",
    "login": """
        SIS Login ID, Login ID, Username, User name, Login, Login name, User ID, Account,
        Benutzername, Anmeldename, Nutzername, Benutzerkennung, Kennung,
        Nom d'utilisateur, Identifiant, Nombre de usuario, Usuario,
        Nome de utilizador, Nome de usuário, Identificação de usuário, Utilizador,
        github_username""",
    "email": """
        Email, Email address, Student email, Student email address, School email, Primary email,
        Mail, E-Mail-Adresse, Mailadresse, Adresse de courriel, Courriel, Adresse e-mail,
        Adresse mail, Adresse électronique, Dirección de correo, Correo, Correo electrónico,
        Dirección Email, Dirección de correo electrónico, Endereço de e-mail,
        Endereço de correio eletrónico, Correio eletrónico, Correio eletrônico,
        Secondary email""",
    "first_name": """
        First name, Given name, Given names, Forename, First, Student first, Student first name,
        Vorname, Vornamen, Rufname, Prénom, Prénoms, Nombres, Nombre de pila,
        Primeiro nome, Nome próprio""",
    "last_name": """
        Last name, Surname, Family name, Last, Student last, Student last name,
        Nachname, Familienname, Zuname, Nom de famille, Apellidos, Apellido, Apellido(s),
        Apelido, Apelidos, Apelido(s), Sobrenome, Último nome""",
    "display_name": """
        Full name, Display name, Student name, LastFirst, First name / Last name,
        Last name / First name, Student, Students, Pupil, Pupil name, Pupils, Learner,
        Learner name, Participant, Participants,
        Vollständiger Name, Vollstaendiger Name, Nachname/Vorname, Vorname/Nachname,
        Name/Vorname, Schüler, Schueler, Schüler/in, Schülername, Schülerinnen und Schüler,
        Teilnehmer, Teilnehmer/in, Teilnehmende, Studierende, Lernende,
        Nom complet, Nom et prénom, Nom Prénom, Élève, Élèves, Étudiant, Étudiants,
        Nombre completo, Nombre y apellidos, Apellidos y nombre, Alumno, Alumnos, Estudiante,
        Nome completo, Nome do aluno, Aluno, Alunos, Estudante""",
    "section": """
        Section, Sections, Class section, Class, Class name, Group, Groups, group1, Group name,
        Homeroom, Home_Room, Period, Cohort, Cohorts, cohort1,
        Klasse, Lerngruppe, Gruppe, Gruppen, Classe, Groupe, Groupes,
        Grupo, Grupos, Sección, Clase, Turma, Secção, Seção""",
    "role": "Role, Roles, Rolle, Rollen, Rôle, Rôles, Rol, Papel, Papéis, Função",
    "status": "Status, Enrollment status, Statut, Estado, Estatus",
}
# Beside `Vorname`, `Name` is the family name; beside `Apellidos`, `Nombre` is the first; alone,
# it is the whole name.
_NAME_OR_PART = ("Name", "Names", "Nom", "Nombre", "Nome")


def fold(heading: str) -> str:
    """The heading without case, accents, spaces and punctuation, so that spellings meet."""
    letters = unicodedata.normalize("NFKD", heading[:_MAX_HEADING].casefold())
    return "".join(letter for letter in letters if letter.isalnum())


_SYNONYMS = {
    field: tuple(dict.fromkeys(fold(spelling) for spelling in spellings.split(",")))
    for field, spellings in _SPELLINGS.items()
}
_NAME_SYNONYMS = tuple(map(fold, _NAME_OR_PART))


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Mapping[str, int]:
    """Each recognised field → the index of its column; a filled column goes before an empty one."""
    place = _places(headings)
    places = {
        field: [place[synonym] for synonym in synonyms if synonym in place]
        for field, synonyms in _SYNONYMS.items()
    }
    found = {field: _filled(indices, rows) for field, indices in places.items() if indices}
    for name in _NAME_SYNONYMS:
        if name in place:
            found.setdefault(_part_of_name(found), place[name])
    return {**found, **_github(place, rows)}


def score(cells: Sequence[str]) -> tuple[bool, int]:
    """Whether these, taken for headings, name people, and how many fields they tell of.

    A lone heading must name people.
    """
    fields = columns(cells).keys()
    named = bool(fields & NAME_FIELDS)
    return named, len(fields) if named or len(cells) > 1 else 0


def _places(headings: Sequence[str]) -> Mapping[str, int]:
    """Each heading, folded → the first column that has it."""
    read = list(enumerate(headings[:_MAX_HEADINGS]))
    return {fold(heading): i for i, heading in reversed(read)}


def _github(place: Mapping[str, int], rows: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """GitHub Classroom: `identifier` is what the teacher typed, a name, an address or an id."""
    if not {"identifier", "githubusername"} <= place.keys():
        return {}
    index = place["identifier"]
    typed = [row[index] for row in rows if index < len(row)]
    if mostly(typed, is_address):
        return {"email": index}
    return {"display_name" if mostly(typed, is_name) else "student_id": index}


def _filled(indices: Sequence[int], rows: Sequence[Sequence[str]]) -> int:
    for index in indices:
        if any(index < len(row) and row[index].strip() for row in rows):
            return index
    return indices[0]


def _part_of_name(found: Mapping[str, int]) -> str:
    if "first_name" in found and "last_name" not in found:
        return "last_name"
    if "last_name" in found and "first_name" not in found:
        return "first_name"
    return "display_name"
