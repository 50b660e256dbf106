# Was Launcher und Container-Engine ablehnen oder melden, und was dann zu tun ist.

server-none = Dieser Platz hat keinen Server. Drücken Sie „Starten“, um einen zu bekommen.

engine-silent = Die Container-Engine antwortet nicht. Starten Sie sie (./homeroom up tut das) und versuchen Sie es noch einmal.
engine-refused = Die Container-Engine hat abgelehnt. Sehen Sie in ./homeroom logs launcher nach und versuchen Sie es noch einmal.
engine-is-at-it = Ein anderer Start läuft gerade. Warten Sie einen Moment und versuchen Sie es noch einmal.
engine-disk-full = Die Festplatte ist voll. Schaffen Sie Platz (docker system df zeigt, was ihn belegt).
engine-memory-full = Der Arbeitsspeicher ist voll. Halten Sie einige Server an und versuchen Sie es noch einmal.
engine-lacks-network = Das Netz der Plätze fehlt oder ist im Weg. ./homeroom up legt es an.
engine-lacks-image = Das Image { $image } gibt es auf diesem Rechner nicht. ./homeroom up baut es.
engine-too-old = Die Container-Engine ist zu alt (API { $version }). Installieren Sie Docker 26 oder neuer.
engine-cannot-limit-memory = Die Engine kann hier den Arbeitsspeicher nicht begrenzen. Starten Sie sie auf einem Kernel mit dieser Control Group.
engine-cannot-limit-processes = Die Engine kann hier die Zahl der Prozesse nicht begrenzen. Starten Sie sie auf einem Kernel mit dieser Control Group.
network-missing = Das Netz { $network } gibt es nicht. ./homeroom up legt es an.
network-open = Das Netz { $network } ist nicht abgeschlossen. Führen Sie ./homeroom down aus, entfernen Sie das Netz, dann ./homeroom up.

launcher-silent = Der Launcher antwortet nicht. Sehen Sie in ./homeroom status nach, dann ./homeroom up.
launcher-failed = Im Launcher ist ein Fehler aufgetreten. Sehen Sie in ./homeroom logs launcher nach.
launcher-of-another-version = Hub und Launcher haben verschiedene Versionen. Führen Sie ./homeroom up aus.
launcher-asked-nonsense = Der Launcher wurde um etwas gebeten, das er nicht kennt. Sehen Sie in ./homeroom logs launcher nach.
fault-to-report = Das ist ein Fehler in Homeroom selbst. Bitte melden Sie ihn, zusammen mit dem Protokoll des Launchers.
setting-beyond-machine = { $name } oder die eigene Grenze der Klasse (auf ihrer Seite „Einstellungen“) ist { $given }. Wählen Sie auf diesem Rechner einen Wert zwischen { $least } und { $most }.
image-not-allowed = Dieses Image ist hier nicht erlaubt. Setzen Sie HOMEROOM_COURSE_IMAGE und starten Sie neu.
ports-taken = Alle { $count } Notebook-Ports dieses Rechners sind vergeben. Wer ihn betreut, kann HOMEROOM_NOTEBOOK_PORTS erweitern und ./homeroom up ausführen.
job-input-broke-off = Die Dateien sind nicht vollständig angekommen, deshalb wurde nichts getan. Bitte versuchen Sie es noch einmal.

disk-full = Die Festplatte ist voll. Schaffen Sie Platz.
homes-faulty = Die Festplatte mit den Dateien der Plätze lässt sich nicht benutzen. Sehen Sie in ./homeroom logs launcher nach.
home-none = Es gibt noch keine Dateien. Sie entstehen mit dem ersten Start des Notebooks.
home-full = Die Dateien dieser Person lassen keinen Platz für weitere. Lassen Sie einige löschen, oder geben Sie der Klasse mehr Platz; dann wird es noch einmal versucht.
home-file-damaged = Die Datei mit den Dateien dieser Person ist beschädigt, und sie von selbst zu reparieren ist misslungen. Wer diesen Rechner betreibt, kann es mit e2fsck versuchen: Es ist die Datei { $file } im Volume der Plätze; docs/operators/data.md sagt, wie.
home-files-forbidden = Die Dateien dieser Person liegen in einer Datei, die der Launcher nicht öffnen darf. Mit HOMEROOM_HOME_FILES=on gibt ./homeroom up ihm die Rechte dazu; docs/operators/data.md sagt, was es noch braucht.
home-in-use = Der Notebook-Server ist noch da. Halten Sie ihn zuerst an und versuchen Sie es dann noch einmal.
home-too-many-files = Es sind mehr als { $most } Dateien und Ordner. Löschen Sie einige im Notebook und versuchen Sie es noch einmal.
home-too-large = Die Dateien sind zusammen größer als { $most } MB. Löschen Sie große Dateien im Notebook und versuchen Sie es noch einmal.
home-too-deep = Die Ordner sind mehr als { $most }-fach verschachtelt. Verschieben Sie die inneren im Notebook nach oben und versuchen Sie es noch einmal.
home-folder-none = Einen Ordner „{ $folder }“ gibt es unter diesen Dateien nicht. Er entsteht mit der ersten Lieferung, oder er wird im Notebook angelegt.
home-folder-unfit = So kann ein Ordner nicht heißen. Wählen Sie einen Namen ohne Punkt am Anfang und höchstens acht Ordner tief.
home-name-taken = „{ $name }“ und alle ähnlichen Namen sind unter den Dateien dieser Person schon vergeben. Bitten Sie darum, einige davon umzubenennen oder zu löschen; danach wird es wieder versucht.
