# What one notebook of a class may use.

limits-title = What one notebook may use
limits-hint = Leave a field empty for what is usual on this machine; the grey number shows it.
limits-memory_mb = Memory (MB)
limits-cpus = Processors
limits-pids = Processes
limits-home_mb = Files (MB)
limits-machine = This machine gives all its notebooks together { $memory } MB of memory and { $cpus ->
    [one] { $cpus } processor
   *[other] { $cpus } processors
}.
limits-saved = Saved. Notebooks that run already keep their old memory, processors and processes until they are started afresh; the limit for files counts at once.
limit-out-of-bounds = { $what }: choose a number from { $least } to { $most }, or leave the field empty.
limit-beyond-machine = { $what }: this machine has { $most } in all. Choose that or less, or leave the field empty.
limit-no-number = { $what }: “{ $given }” is not a number that fits here. Write it in digits, or leave the field empty.

allowance-title = What may be handed in at once
allowance-hint = Of all files of one hand-in together, unpacked. An empty field is { $mb } MB or { $files } files.
allowance-mb = Size (MB)
allowance-files = Files
allowance-saved = Saved. It holds from the next hand-in on; what was handed in stays.
