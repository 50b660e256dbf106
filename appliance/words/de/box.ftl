# Die Box selbst: Einstellungen, die Kommandozeile, und warum ein Notebook-Server nicht läuft.

setting-wrong = { $name } ist „{ $given }“: { $why }. Ändern Sie das und starten Sie neu.
teacher-name-malformed = Der Name einer Lehrkraft hat Buchstaben a–z, Ziffern und einzelne Bindestriche, etwa ms-rivera. Wählen Sie einen solchen Namen.
teacher-name-taken = „{ $name }“ heißt schon jemand unter den Lernenden. Wählen Sie einen anderen Namen.
teacher-none = Es gibt keine Lehrkraft „{ $name }“. ./homeroom teacher NAME legt sie an.

server-archived = Dieser Platz ist archiviert. Eine Lehrkraft der Klasse kann ihn zurückholen.
server-slow = Ihr Notebook ist nicht rechtzeitig gestartet. Drücken Sie „Starten“, um es noch einmal zu versuchen.
    .teacher = Das Notebook ist nicht rechtzeitig gestartet. Drücken Sie „Neu starten“, um es noch einmal zu versuchen.
server-removed = Ihr Notebook-Server wurde entfernt. Ihre Dateien sind sicher: Drücken Sie „Starten“.
    .teacher = Der Notebook-Server wurde entfernt. Die Dateien sind sicher: Drücken Sie „Neu starten“.
server-out-of-memory = Ihr Notebook brauchte mehr als seine { $mb } MB Arbeitsspeicher und wurde angehalten. Gespeicherte Dateien sind sicher: Drücken Sie „Starten“ und laden Sie weniger auf einmal.
    .teacher = Das Notebook brauchte mehr als seine { $mb } MB Arbeitsspeicher und wurde angehalten. Gespeicherte Dateien sind sicher: Drücken Sie „Neu starten“; danach sollte weniger auf einmal geladen werden.
server-made-room = Ihr Notebook war nicht in Benutzung und hat anderen Platz gemacht. Gespeicherte Dateien sind sicher: Drücken Sie „Starten“.
    .teacher = Das Notebook war nicht in Benutzung und hat anderen Platz gemacht. Gespeicherte Dateien sind sicher.
server-disk-full = Ihre Dateien belegen { $mb } MB, erlaubt sind { $limit } MB; deshalb wurde Ihr Notebook angehalten. Nichts ist verloren: Drücken Sie „Starten“ und löschen Sie, was Sie nicht mehr brauchen, oder bitten Sie um mehr Platz.
    .teacher = Die Dateien belegen { $mb } MB, erlaubt sind { $limit } MB; deshalb wurde das Notebook angehalten. Nichts ist verloren: Drücken Sie „Neu starten“ und lassen Sie einige löschen, oder erlauben Sie unter „Einstellungen“ mehr.
server-disk-endless = Ihre Dateien sind zu viele, um sie zu zählen, oder liegen in zu tiefen Ordnern; deshalb wurde Ihr Notebook angehalten. Nichts ist verloren: Drücken Sie „Starten“; dann haben Sie zehn Minuten Zeit, um zu löschen, was Sie nicht mehr brauchen.
    .teacher = Die Dateien sind zu viele, um sie zu zählen, oder liegen in zu tiefen Ordnern; deshalb wurde das Notebook angehalten. Nichts ist verloren: Drücken Sie „Neu starten“; dann sind zehn Minuten Zeit, um zu löschen, was nicht mehr gebraucht wird.
server-disk-short = Die Festplatte ist fast voll, und Ihre Dateien wuchsen am schnellsten (jetzt { $mb } MB); deshalb wurde Ihr Notebook angehalten. Nichts ist verloren: Sagen Sie es Ihrer Lehrkraft, dann drücken Sie „Starten“.
    .teacher = Die Festplatte ist fast voll, und diese Dateien wuchsen am schnellsten (jetzt { $mb } MB); deshalb wurde das Notebook angehalten. Nichts ist verloren: Schaffen Sie Platz auf der Festplatte, dann drücken Sie „Neu starten“.
box-homes-full = Auf der Festplatte mit den Dateien der Lernenden sind nur noch { $free } MB frei. Löschen Sie, was nicht mehr gebraucht wird; bis dahin werden Notebooks angehalten, die sie füllen.
server-crashed = Ihr Notebook-Server ist von selbst stehen geblieben. Gespeicherte Dateien sind sicher: Drücken Sie „Starten“.
    .teacher = Der Notebook-Server ist von selbst stehen geblieben. Gespeicherte Dateien sind sicher: Drücken Sie „Neu starten“.
server-short-of-memory = Ein Programm in Ihrem Notebook brauchte mehr als { $mb } MB Arbeitsspeicher und wurde vom Rechner beendet. Das Notebook selbst läuft weiter: Laden Sie weniger auf einmal.
    .teacher = Ein Programm in diesem Notebook brauchte mehr als { $mb } MB Arbeitsspeicher und wurde vom Rechner beendet; das Notebook selbst läuft weiter.
server-last-words = Was er zuletzt schrieb
