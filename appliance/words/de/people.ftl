# Klassenlisten, Personen, Lehrkräfte, Einstellungen und der Weg hinein ohne Karte.

field-display_name = Name
field-section = Gruppe
field-student_id = Nummer
field-login = Anmeldename
field-email = E-Mail
field-first_name = Vorname
field-last_name = Nachname
field-role = Rolle
field-status = Status
role-teacher = Lehrkraft
role-assistant = Assistenz

import-title = Klassenliste einlesen
import-file = Klassenliste: CSV, Text oder Excel
import-about = Wie aus Canvas, Moodle, einem Schulprogramm oder einer Tabelle ausgegeben; eine einfache Namensliste genügt. Nichts ändert sich, bevor Sie es gesehen haben.
import-paste = Oder hier einfügen
import-about-paste = Eine Person je Zeile, oder aus einer Tabelle kopierte Zeilen mit ihren Überschriften.
import-look = Ansehen
import-last = Zuletzt übernommen: { $name }
import-pasted = eingefügter Text
import-export = Klassenliste exportieren
import-no-file = Es wurde keine Datei gewählt. Wählen Sie Ihre Klassenliste oder fügen Sie sie ein und versuchen Sie es erneut.
import-refused = { $why } Die Klasse ist unverändert.
import-refused-line = Zeile { $line }: { $why } Die Klasse ist unverändert.
import-no-draft = Hier wartet keine Klassenliste. Laden Sie die Datei noch einmal hoch.
import-class-changed = Die Klasse hat sich geändert, seit Sie diese Liste angesehen haben. Laden Sie die Datei noch einmal hoch.
import-other-draft = Inzwischen wurde für diese Klasse eine andere Liste hochgeladen. Laden Sie Ihre Datei noch einmal hoch.
import-preview = Was diese Liste bewirken würde
import-columns = Spalten
import-read-as = { $name }, gelesen als { $encoding }
import-columns-hint = Wählen Sie, welche Spalte was enthält. Die Klasse merkt es sich für die nächste Datei.
import-no-column = nicht in dieser Datei
import-encoding = Falsche Buchstaben? Zeichensatz
import-look-again = Noch einmal ansehen
import-sample = Die ersten Zeilen der Datei
import-sum-added = neu
import-sum-changed = geändert
import-sum-unchanged = unverändert
import-sum-missing = fehlen
import-sum-problems = { $count ->
    [one] Problem
   *[other] Probleme
}
import-problems = Probleme
import-problems-hint = Diese Zeilen ändern nichts; alle anderen können übernommen werden.
import-line = Zeile { $line }
import-line-head = Zeile
import-missing = Fehlen in der Datei
import-missing-hint = Sie bleiben in der Klasse, wenn Sie kein Häkchen setzen. Wer archiviert ist, kann sich nicht anmelden; die Arbeit bleibt erhalten.
import-archive = { $name } archivieren
import-changed = Geändert
import-change = { $field } „{ $before }“ → „{ $after }“
import-added = Neu
import-back = kommt zurück, mit der früheren Arbeit
import-known = aus einer anderen Ihrer Klassen bekannt
import-left-out = Ausgelassen
import-apply = Übernehmen
import-other = Andere Datei wählen

people-title = Personen
people-students = { $count ->
    [one] { $count } lernende Person
   *[other] { $count } Lernende
}
people-search = Nach Namen oder Nummer suchen
people-all-sections = Alle Gruppen
people-no-section = Ohne Gruppe
people-show = Anzeigen
people-card = Karte
people-actions = Aktionen
people-guest = Gast
people-has-card = hat eine Karte
people-no-card = noch keine Karte
people-edit = Bearbeiten
people-edit-name = { $name } bearbeiten
people-none-found = Hier ist niemand, auf den das passt. Suchen Sie nach weniger oder wählen Sie alle Gruppen.
people-none-yet = Noch ist niemand in dieser Klasse. Lesen Sie eine Klassenliste ein oder tragen Sie unten jemanden ein.
people-add = Eine Person eintragen
people-add-now = Eintragen
people-staff = Lehrkräfte und Assistenz
people-staff-change = Einladen oder entfernen
people-archived-head = Archiviert: { $count }
people-archived-hint = Sie können sich nicht anmelden; ihre Arbeit bleibt erhalten. Wer zurückgeholt wird, braucht eine neue Karte.
people-restore = Zurückholen
people-restore-name = { $name } zurückholen
people-added = { $name } ist in der Klasse. Drucken Sie nun eine Karte.
people-saved = { $name } ist gespeichert.
people-archived = { $name } ist archiviert. Die Arbeit bleibt erhalten.
people-restored = { $name } ist zurück. Drucken Sie eine neue Karte.
people-moved = { $name } ist jetzt in der anderen Klasse. Drucken Sie dort eine neue Karte; die hier entstandenen Dateien bleiben bei dieser Klasse.

person-unknown = Diese Person gibt es in dieser Klasse nicht. Laden Sie die Seite neu und wählen Sie noch einmal.
person-refused = { $why } Nichts wurde geändert.
person-same-student_id = { $name } hat schon die Nummer { $value }. Geben Sie dieser Person eine andere oder keine.
person-same-login = { $name } hat schon den Anmeldenamen { $value }. Geben Sie dieser Person einen anderen oder keinen.
person-same-email = { $name } hat schon die E-Mail-Adresse { $value }. Geben Sie dieser Person eine andere oder keine.
person-not-moved = Nur Lernende können wechseln, und nur in eine andere Klasse. Wählen Sie noch einmal.
person-there-already = { $name } ist schon in { $there }. Archivieren Sie stattdessen den Platz hier.
person-guest-over = Der Tag dieses Gastes ist vorbei, und die Dateien sind gelöscht. Lassen Sie den Gast auf der Seite „Ohne Karte“ neu herein.
person-user-name = Benutzername: { $name }. Er bleibt, denn unter ihm liegen die Dateien.
person-files = Belegt: { NUMBER($mb) } von { NUMBER($limit) } MB; Dateien und Ordner: { NUMBER($files) }.
person-save = Speichern
person-cancel = Abbrechen
person-card = Neue Karte drucken
person-card-hint = Die alte Karte gilt sofort nicht mehr.
person-move = In eine andere Klasse wechseln
person-move-to = Klasse
person-move-now = Wechseln
person-move-hint = Hier entstandene Dateien und Hausaufgaben bleiben bei dieser Klasse. Die Karte dieser Klasse gilt dann nicht mehr.
person-archive = Archivieren
person-archive-now = Archivieren
person-archive-hint = Keine Anmeldung mehr, die Arbeit bleibt erhalten. Sie können die Person jederzeit zurückholen.

staff-unknown = Mit dem Benutzernamen { $name } hat sich hier noch keine Lehrkraft oder Assistenz angemeldet. Prüfen Sie die Schreibweise oder laden Sie jemanden neu ein.
staff-here-already = { $name } ist schon in dieser Klasse. Wählen Sie jemand anderen.
staff-last-teacher = Eine Klasse braucht eine Lehrkraft. Machen Sie zuerst jemand anderen zur Lehrkraft.
staff-no-link = Dieses Konto hat ein Passwort oder arbeitet in Klassen, die Sie nicht unterrichten. Wer den Rechner betreut, kann einen Link erstellen: ./homeroom teacher NAME.
staff-link = { $name } meldet sich mit diesem Link an, einmal und binnen zwei Tagen, und wählt ein Passwort; der Benutzername ist { $user }. Der Link wird nur jetzt gezeigt: Kopieren Sie ihn.
staff-added = { $name } arbeitet jetzt in dieser Klasse.
staff-removed = { $name } arbeitet nicht mehr in dieser Klasse.
staff-never-in = noch nie angemeldet
staff-new-link = Neuer Link
staff-new-link-name = Neuer Einmal-Link für { $name }
staff-remove = Entfernen
staff-remove-name = { $name } aus dieser Klasse entfernen
staff-role = Als
staff-roles-hint = Eine Assistenz darf in dieser Klasse alles, nur nicht ändern, wer in ihr arbeitet und wie sie eingestellt ist.
staff-invite = Jemanden neu einladen
staff-invite-now = Konto anlegen
staff-add = Jemanden mit Konto hinzufügen
staff-user-name = Benutzername
staff-add-now = Hinzufügen

class-title-length = Geben Sie der Klasse einen Titel mit 1 bis { $most } Zeichen.
class-not-by-assistant = Eine Assistenz kann keine Klassen anlegen. Bitten Sie eine Lehrkraft, sie anzulegen und Sie hinzuzufügen.
class-put-away = Diese Klasse ist weggelegt: Ihre Notebooks starten nicht, und ihre Karten gelten nicht. Ihre Arbeiten bleiben erhalten.
class-teachers-only = Das können nur die Lehrkräfte dieser Klasse ändern. Bitten Sie eine von ihnen.

setup-title = Einstellungen
setup-class-title = Titel
setup-ends = Letzter Tag
setup-ends-hint = Danach gelten die Karten nicht mehr. Ohne Angabe gelten sie weiter.
setup-pin = Nach der Karte eine PIN verlangen
setup-pin-hint = Lernende wählen sie bei der nächsten Anmeldung. Eine verlorene Karte allein öffnet dann nichts.
setup-look-only = Nur Lehrkräfte dieser Klasse können ihre Einstellungen ändern.
setup-saved = Gespeichert.
setup-no-day = Das ist kein Tag. Schreiben Sie Jahr, Monat, Tag: 2027-06-30.
setup-archive = Klasse weglegen
setup-archive-hint = Mit ihren Karten kommt niemand mehr herein, und sie verschwindet aus Ihrer Übersicht. Alle Arbeit bleibt erhalten, und hier können Sie die Klasse wieder hervorholen.
setup-archive-now = Weglegen
setup-restore = Klasse wieder hervorholen
setup-restore-hint = Diese Klasse ist weggelegt. Danach gelten ihre Karten wie zuvor.
setup-restore-now = Hervorholen

walkin-title = Beitreten ohne Karte
walkin-about = Öffnen Sie die Tür für eine Weile: Neue tippen einen Beitrittscode und ihren Namen, und Sie lassen sie einzeln herein.
walkin-about-guests = Gäste bekommen einen Platz für den Tag. Sie können ihre Dateien mitnehmen; danach werden diese gelöscht.
walkin-whom = Für
walkin-students = neue Lernende
walkin-guests = Gäste, für einen Tag
walkin-how-long = Offen für
walkin-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
walkin-minutes-long = { $count } Minuten
walkin-open = Tür öffnen
walkin-close = Tür schließen
walkin-on-the-board = Auf { $origin } eintippen:
walkin-open-students = Offen für neue Lernende,
walkin-open-guests = Offen für Gäste,
walkin-until = bis
walkin-waiting = Es warten: { $count }
walkin-nobody = Niemand wartet.
walkin-namesake = Jemand mit diesem Namen ist schon in der Klasse. Ist es dieselbe Person, lehnen Sie ab und drucken Sie stattdessen eine neue Karte.
walkin-nod = Hereinlassen
walkin-nod-name = { $name } hereinlassen
walkin-refuse = Ablehnen
walkin-refuse-name = { $name } ablehnen
walkin-turn-away = Zu viele, oder Unbekannte?
walkin-turn-away-hint = Die Tür wird geschlossen, ihr Code endet, und alle Wartenden werden abgewiesen. Öffnen Sie sie wieder, um einen neuen Code zu bekommen.
walkin-turn-away-now = Alle abweisen
walkin-guests-here = Gäste: { $count }
walkin-end-guests = Besuch der Gäste beenden
walkin-end-guests-hint = Alle Gäste werden sofort abgemeldet, und ihre Dateien werden gelöscht. Lassen Sie sie vorher ihre Dateien sichern.
walkin-end-guests-now = Jetzt beenden
walkin-minutes = Die Tür kann zehn Minuten bis acht Stunden offen sein, in einer Klasse, die nicht weggelegt ist. Wählen Sie noch einmal.
walkin-shut = Die Tür dieser Klasse ist zu, oder Ihr Platz ist weg. Bitten Sie Ihre Lehrkraft um einen Beitrittscode oder eine Karte.
walkin-crowded = An dieser Tür warten sehr viele. Bitten Sie Ihre Lehrkraft nachzusehen und versuchen Sie es in einer Minute erneut.
walkin-gone = Diese Person wartet nicht mehr. Laden Sie die Seite neu.
walkin-answered = Diese Person hat schon eine Antwort bekommen. Laden Sie die Seite neu.
walkin-your-name = Ihr Name
walkin-student-note = Ihre Lehrkraft sieht diesen Namen und lässt Sie herein.
walkin-guest-note = Ihre Lehrkraft sieht diesen Namen und lässt Sie herein. Ihr Platz gilt für heute; danach werden seine Dateien gelöscht.
walkin-ask = Um Einlass bitten
walkin-have-card = Ich habe eine Karte
walkin-wait = { $name }, Ihre Lehrkraft wird gefragt. Bitte warten Sie hier.
walkin-waiting-label = Warten
walkin-give-up = Nicht mehr warten
walkin-admitted = Willkommen, { $name }!
walkin-enter = Hereinkommen
walkin-refused = Ihre Lehrkraft hat Sie nicht hereingelassen. Fragen Sie nach und versuchen Sie es dann erneut.
walkin-again = Von vorn beginnen

## Stundenplan

weekday-0 = Montag
weekday-1 = Dienstag
weekday-2 = Mittwoch
weekday-3 = Donnerstag
weekday-4 = Freitag
weekday-5 = Samstag
weekday-6 = Sonntag
hours-title = Stundenplan
hours-what = Die Notebooks werden { $before } Minuten vorher gestartet und beendet, wenn die letzte Stunde vorbei ist und niemand mehr darin arbeitet.
hours-zone = Die Zeiten gelten in der Zeitzone dieses Geräts: { $zone }.
hours-none = Diese Klasse hat keinen Stundenplan. Starten Sie sie von Hand oder tragen Sie ihre Stunden ein.
hours-one = { $day }, { $starts } bis { $ends } Uhr
hours-remove = Entfernen
hours-remove-which = { $day }, { $starts } bis { $ends } Uhr entfernen
hours-add = Eine Stunde eintragen
hours-days = Am
hours-starts = Von
hours-ends = Bis
hours-add-now = Eintragen
hours-saved = Der Stundenplan ist gespeichert.
hours-no-day = Wählen Sie für die Stunde mindestens einen Wochentag.
hours-no-time = { $given ->
    [none] Es fehlt eine Uhrzeit. Schreiben Sie Uhrzeiten wie 08:00.
   *[other] „{ $given }“ ist keine Uhrzeit. Schreiben Sie Uhrzeiten wie 08:00.
}
hours-backwards = Die Stunde endet um { $ends } Uhr, also nicht nach ihrem Beginn ({ $starts } Uhr). Eine Stunde geht höchstens bis Mitternacht; tragen Sie den Rest als Stunde des nächsten Tages ein.
hours-twice = { $day }, { $starts } bis { $ends } Uhr, steht schon im Stundenplan. Wählen Sie andere Tage oder eine andere Zeit.
hours-too-many = Eine Klasse hat höchstens { $most } Stunden in der Woche. Entfernen Sie zuerst einige.
hours-unknown = Diese Stunde steht nicht mehr im Stundenplan. Laden Sie die Seite neu und wählen Sie noch einmal.
hours-now = Stunde bis { $ends } Uhr
hours-next = Nächste Stunde: { $starts } Uhr, die Notebooks starten um { $boots } Uhr
hours-soon = Nächste Stunde: { $starts } Uhr, die Notebooks sind dafür gestartet
hours-off = Nächste Stunde: { $starts } Uhr, und kein Notebook läuft: drücken Sie „Unterricht beginnen“
