# Was ein Notebook einer Klasse verwenden darf.

limits-title = Was ein Notebook verwenden darf
limits-hint = Ein leeres Feld heißt: wie auf diesem Rechner üblich; die graue Zahl zeigt, wie viel das ist.
limits-memory_mb = Arbeitsspeicher (MB)
limits-cpus = Prozessoren
limits-pids = Prozesse
limits-home_mb = Dateien (MB)
limits-machine = Dieser Rechner gibt allen Notebooks zusammen { $memory } MB Arbeitsspeicher und { $cpus ->
    [one] { $cpus } Prozessor
   *[other] { $cpus } Prozessoren
}.
limits-saved = Gespeichert. Notebooks, die schon laufen, behalten Arbeitsspeicher, Prozessoren und Prozesse, bis sie neu gestartet werden; die Grenze für Dateien gilt sofort.
limit-out-of-bounds = { $what }: Wählen Sie eine Zahl von { $least } bis { $most }, oder lassen Sie das Feld leer.
limit-beyond-machine = { $what }: Dieser Rechner hat insgesamt { $most }. Wählen Sie höchstens so viel, oder lassen Sie das Feld leer.
limit-no-number = { $what }: „{ $given }“ ist keine Zahl, die hier passt. Schreiben Sie sie in Ziffern, oder lassen Sie das Feld leer.

allowance-title = Was auf einmal abgegeben werden darf
allowance-hint = Für alle Dateien einer Abgabe zusammen, ungepackt. Ein leeres Feld heißt { $mb } MB oder { $files } Dateien.
allowance-mb = Größe (MB)
allowance-files = Dateien
allowance-saved = Gespeichert. Es gilt ab der nächsten Abgabe; was schon abgegeben ist, bleibt.
