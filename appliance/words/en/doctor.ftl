# What `homeroom doctor` says inside the hub.

doctor-database = The database is whole.
doctor-database-broken = The database is damaged: { $what }. Stop everything (./homeroom down) and put the last good copy of the volume with the data in its place.
doctor-launcher = The launcher answers, and so does its engine: version { $engine }, API { $api }.
doctor-memory = All { $seats } seats at their limits take { $together } MB of this machine’s { $memory } MB of memory.
doctor-memory-short = All { $seats } seats at their limits would take { $together } MB, and this machine has { $memory } MB of memory. If many compute at once, some wait: lower the limit on the class’s Settings page, or add memory.
doctor-processors-short = { $seats } seats share { $cpus ->
    [one] { $cpus } processor
   *[other] { $cpus } processors
}. Press Start class some minutes before the bell.
doctor-homes = Students’ files are watched, not fenced: each home may hold { $limit } MB unless its class says otherwise, and is looked at every 15 seconds while in use. Their disk has { $free } MB free.
doctor-homes-quotas = Students’ files are kept within bounds by their file system (project quotas): each home may hold { $limit } MB unless its class says otherwise, from the notebook’s next start on. They are watched besides. Their disk has { $free } MB free.
doctor-homes-files = Students’ files are kept within bounds by files of full size: each new home is one, for { $limit } MB unless its class says otherwise. Homes that were there before are folders, and only watched. The disk has { $free } MB free, for new homes.
doctor-homes-files-refused = Each new home is to be a file of full size, for { $limit } MB unless its class says otherwise, but no file can be used: nobody starts whose home is one, or is to be one. { $why } Their disk has { $free } MB free.
doctor-homes-refused = Students’ files are only watched: each home may hold { $limit } MB unless its class says otherwise, and is looked at every 15 seconds while in use. Their file system has project quotas, but they are not used. { $why } Their disk has { $free } MB free.
home-files-refused = The launcher is told: { $error }. ./homeroom up gives it the rights; where COMPOSE_FILE is set, it has to name compose/home-files.yml too. docs/operators/data.md says what else it takes.
quotas-faulty = Setting one failed: { $error }.
quotas-forbidden = The launcher may not set any: docker-compose.yml has to give it the capability SYS_ADMIN, and an engine with user namespaces or without root cannot.
quotas-unknown = The kernel of this machine is too old: it takes Linux 5.14.
doctor-room = { $free } MB are free for the hub’s data.
doctor-room-short = Only { $free } MB are free for the hub’s data. Make room on the disk soon.
doctor-address = The class goes to { $hub }, and its notebooks are at ports { $ports } there.
doctor-address-own = The class is sent to { $hub }, which leads to this machine from itself alone. Set HOMEROOM_ADDRESS to a name or address others reach it by.
doctor-api = Notebooks reach the hub at { $address }.
doctor-api-silent = Nobody answers at { $address }, where notebooks call the hub. Look at ./homeroom status and ./homeroom logs proxy.
