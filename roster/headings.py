"""What schools call their columns, in five languages, and which field each one means."""

import unicodedata
from collections.abc import Mapping, Sequence

NAME_FIELDS = frozenset({"display_name", "first_name", "last_name"})

# Within a field, the more telling heading comes first: Canvas has both `SIS User ID` and `ID`.
_SPELLINGS = {
    "student_id": """
        SIS User ID, SIS ID, Student ID, Student Number, Student No, ID number, sourcedId,
        Student SIS ID, Matriculation number, Admission number, Pupil ID, Perm ID, Perm #,
        ID-Nummer, Matrikelnummer, Matrikelnr, Schülernummer, Schuelernummer, Schüler-ID,
        Numéro d'étudiant, Numéro étudiant, Numéro d'identification, Matricule, INE,
        Número de ID, Número de identificación, Número de matrícula, Número de alumno, Matrícula,
        Expediente, NIA, Número de identificação, Número do aluno, Número de aluno, ID""",
    "login": """
        SIS Login ID, Login ID, Username, User name, Login, Login name, User ID, Account,
        Benutzername, Anmeldename, Nutzername, Benutzerkennung, Kennung,
        Nom d'utilisateur, Identifiant, Nombre de usuario, Usuario,
        Nome de utilizador, Nome de usuário, Identificação de usuário, Utilizador,
        github_username""",
    "email": """
        Email, Email address, Student email, School email, Primary email, Mail,
        E-Mail-Adresse, Mailadresse, Adresse de courriel, Courriel, Adresse e-mail, Adresse mail,
        Adresse électronique, Dirección de correo, Correo, Correo electrónico, Dirección Email,
        Dirección de correo electrónico, Endereço de e-mail, Endereço de correio eletrónico,
        Correio eletrónico, Correio eletrônico""",
    "first_name": """
        First name, Given name, Forename, First, Student first, Student first name,
        Vorname, Rufname, Prénom, Prénoms, Nombres, Nombre de pila, Primeiro nome, Nome próprio""",
    "last_name": """
        Last name, Surname, Family name, Last, Student last, Student last name,
        Nachname, Familienname, Zuname, Nom de famille, Apellidos, Apellido, Apellido(s),
        Apelido, Apelidos, Sobrenome, Último nome""",
    "display_name": """
        Full name, Display name, Student name, LastFirst, First name / Last name,
        Last name / First name, Student, Students, Pupil, Pupil name, Learner, Participant,
        Vollständiger Name, Vollstaendiger Name, Nachname/Vorname, Vorname/Nachname, Schüler,
        Schueler, Schüler/in, Schülername, Teilnehmer, Teilnehmer/in, Studierende,
        Nom complet, Nom et prénom, Nom Prénom, Élève, Élèves, Étudiant, Étudiants,
        Nombre completo, Nombre y apellidos, Apellidos y nombre, Alumno, Alumnos, Estudiante,
        Nome completo, Nome do aluno, Aluno, Alunos, Estudante""",
    "section": """
        Section, Sections, Class section, Class, Group, Groups, group1, Group name, Homeroom,
        Period, Cohort, cohort1, Klasse, Gruppe, Gruppen, Classe, Groupe, Groupes,
        Grupo, Grupos, Sección, Clase, Turma, Secção, Seção""",
    "role": "Role, Roles, Rolle, Rollen, Rôle, Rôles, Rol, Papel, Papéis, Função",
    "status": "Status",
}
# Beside `Vorname`, `Name` is the family name; beside `Apellidos`, `Nombre` is the first; alone,
# it is the whole name.
_NAME_OR_PART = ("Name", "Names", "Nom", "Nombre", "Nome")


def fold(heading: str) -> str:
    """The heading without case, accents, spaces and punctuation, so that spellings meet."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


_SYNONYMS = {
    field: tuple(dict.fromkeys(fold(spelling) for spelling in spellings.split(",")))
    for field, spellings in _SPELLINGS.items()
}
_NAME_SYNONYMS = tuple(map(fold, _NAME_OR_PART))


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Mapping[str, int]:
    """Each recognised field → the index of its column; a filled column goes before an empty one."""
    place = {fold(heading): i for i, heading in reversed(list(enumerate(headings)))}
    places = {
        field: [place[synonym] for synonym in synonyms if synonym in place]
        for field, synonyms in _SYNONYMS.items()
    }
    found = {field: _filled(indices, rows) for field, indices in places.items() if indices}
    for name in _NAME_SYNONYMS:
        if name in place:
            found.setdefault(_part_of_name(found), place[name])
    return found


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
