# What the launcher and the engine refuse or report, and what to do about it.

server-none = This seat has no server. Press Start to get one.

engine-silent = The container engine does not answer. Start it (./homeroom up does) and try again.
engine-refused = The container engine refused. Look at ./homeroom logs launcher and try again.
engine-is-at-it = Another start of it is going on. Wait a moment and try again.
engine-disk-full = The disk is full. Make room on it (docker system df shows what takes it).
engine-memory-full = The machine is out of memory. Stop some servers and try again.
engine-lacks-network = The seats’ network is missing or in the way. Run ./homeroom up to make it.
engine-lacks-image = The image { $image } is not on this machine. Run ./homeroom up to build it.
engine-too-old = The container engine is too old (API { $version }). Install Docker 26 or newer.
engine-cannot-limit-memory = The engine cannot limit memory here. Start it on a kernel with that control group.
engine-cannot-limit-processes = The engine cannot limit processes here. Start it on a kernel with that control group.
network-missing = The network { $network } does not exist. Run ./homeroom up to make it.
network-open = The network { $network } is not closed. Run ./homeroom down, remove it, and ./homeroom up.

launcher-silent = The launcher does not answer. Look at ./homeroom status, then ./homeroom up.
launcher-failed = The launcher failed. Look at ./homeroom logs launcher.
launcher-of-another-version = Hub and launcher are of different versions. Run ./homeroom up.
launcher-asked-nonsense = The launcher was asked for something it does not know. Look at ./homeroom logs launcher.
fault-to-report = This is a fault in the appliance. Please report it, with the launcher’s log.
setting-beyond-machine = { $name }, or the class’s own limit on its Settings page, is { $given }. On this machine, set it between { $least } and { $most }.
image-not-allowed = This image is not allowed here. Set HOMEROOM_COURSE_IMAGE and start again.
ports-taken = All { $count } notebook ports of this box are taken. Whoever looks after it can widen HOMEROOM_NOTEBOOK_PORTS and run ./homeroom up.
job-input-broke-off = The files did not arrive whole, so nothing was done. Please try again.

disk-full = The disk is full. Make room on it.
homes-faulty = The disk with the homes cannot be used. Look at ./homeroom logs launcher.
home-none = There are no files yet. They come with the first start of the notebook.
home-full = This student’s files leave no room for more. Ask for some to be deleted, or give the class more room; then it is tried again.
home-file-damaged = The file with this student’s files is damaged, and mending it by itself failed. Whoever runs this machine can try with e2fsck: the file is { $file } in the volume of the homes, and docs/operators/data.md says how.
home-files-forbidden = This home is a file, and the launcher is not let open it. With HOMEROOM_HOME_FILES=on, ./homeroom up gives it the rights; docs/operators/data.md says what else it takes.
home-in-use = The notebook server is still there. Stop it first, then try again.
home-too-many-files = There are more than { $most } files and folders. Remove some in the notebook and try again.
home-too-large = The files are larger than { $most } MB together. Remove large files in the notebook and try again.
home-too-deep = Folders are nested more than { $most } deep. Move the inner ones up in the notebook and try again.
home-folder-none = There is no folder “{ $folder }” among these files. It comes with the first delivery, or is made in the notebook.
home-folder-unfit = A folder can’t be called that. Choose a name without a dot at its beginning, and at most eight folders deep.
home-name-taken = “{ $name }” and all names like it are taken among this student’s files. Ask for some of them to be renamed or deleted; then it is tried again.
