# Was `homeroom doctor` im Hub sagt.

doctor-database = Die Datenbank ist heil.
doctor-database-broken = Die Datenbank ist beschädigt: { $what }. Halten Sie alles an (./homeroom down) und setzen Sie die letzte gute Kopie des Datenträgers mit den Daten ein.
doctor-launcher = Der Launcher antwortet, und seine Engine auch: Version { $engine }, API { $api }.
doctor-memory = Alle { $seats } Plätze zusammen brauchen an ihrer Grenze { $together } MB der { $memory } MB Arbeitsspeicher dieses Rechners.
doctor-memory-short = Alle { $seats } Plätze zusammen bräuchten an ihrer Grenze { $together } MB, und dieser Rechner hat { $memory } MB Arbeitsspeicher. Rechnen viele zugleich, warten einige: Senken Sie die Grenze auf der Seite „Einstellungen“ der Klasse, oder bauen Sie Speicher ein.
doctor-processors-short = { $seats } Plätze teilen sich { $cpus ->
    [one] { $cpus } Prozessor
   *[other] { $cpus } Prozessoren
}. Drücken Sie „Unterricht beginnen“ schon einige Minuten vor dem Läuten.
doctor-homes = Die Dateien der Lernenden werden beobachtet, nicht eingezäunt: Jeder Platz darf { $limit } MB belegen, wenn seine Klasse nichts anderes sagt, und wird alle 15 Sekunden angesehen, solange er benutzt wird. Auf ihrer Festplatte sind { $free } MB frei.
doctor-homes-quotas = Die Dateien der Lernenden hält ihr Dateisystem selbst in Grenzen (Projektquoten): Jeder Platz darf { $limit } MB belegen, wenn seine Klasse nichts anderes sagt; das gilt ab dem nächsten Start des Notebooks. Beobachtet werden sie außerdem. Auf ihrer Festplatte sind { $free } MB frei.
doctor-homes-files = Dateien in voller Größe halten die Dateien der Lernenden in Grenzen: Jeder neue Platz bekommt eine, für { $limit } MB, wenn seine Klasse nichts anderes sagt. Plätze von früher bleiben Ordner und werden nur beobachtet. Auf der Festplatte sind { $free } MB für neue Plätze frei.
doctor-homes-files-refused = Jeder neue Platz soll eine Datei in voller Größe bekommen, für { $limit } MB, wenn seine Klasse nichts anderes sagt, aber keine lässt sich benutzen: Wer eine hat oder bekommen soll, kann nicht starten. { $why } Auf der Festplatte sind { $free } MB frei.
doctor-homes-refused = Die Dateien der Lernenden werden nur beobachtet: Jeder Platz darf { $limit } MB belegen, wenn seine Klasse nichts anderes sagt, und wird alle 15 Sekunden angesehen, solange er benutzt wird. Ihr Dateisystem kennt Projektquoten, aber sie werden nicht benutzt. { $why } Auf ihrer Festplatte sind { $free } MB frei.
home-files-refused = Der Launcher bekommt zur Antwort: { $error }. ./homeroom up gibt ihm die Rechte; ist COMPOSE_FILE gesetzt, muss darin auch compose/home-files.yml stehen. docs/operators/data.md sagt, was es noch braucht.
quotas-faulty = Eine zu setzen ist misslungen: { $error }.
quotas-forbidden = Der Launcher darf keine setzen: docker-compose.yml muss ihm die Fähigkeit SYS_ADMIN geben, und eine Engine mit User-Namespaces oder ohne Root-Rechte kann das nicht.
quotas-unknown = Der Kernel dieses Rechners ist zu alt: Nötig ist Linux 5.14.
doctor-room = { $free } MB sind für die Daten des Hubs frei.
doctor-room-short = Nur noch { $free } MB sind für die Daten des Hubs frei. Schaffen Sie bald Platz auf der Festplatte.
doctor-address = Die Klasse geht zu { $hub }; ihre Notebooks sind dort an den Ports { $ports }.
doctor-address-own = Die Klasse wird zu { $hub } geschickt, und das führt nur von diesem Rechner aus zu ihm. Setzen Sie HOMEROOM_ADDRESS auf einen Namen oder eine Adresse, unter der andere ihn erreichen.
doctor-api = Notebooks erreichen den Hub unter { $address }.
doctor-api-silent = Unter { $address }, wo Notebooks den Hub rufen, antwortet niemand. Sehen Sie in ./homeroom status und ./homeroom logs proxy nach.
