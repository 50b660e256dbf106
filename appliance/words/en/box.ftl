# The box itself: settings, the command line, and why a notebook server is not running.

setting-wrong = { $name } is “{ $given }”: { $why }. Correct it and start again.
teacher-name-malformed = A teacher’s name has letters a-z, digits and single hyphens, such as ms-rivera. Choose such a name.
teacher-name-taken = “{ $name }” is a student’s name. Choose another name.
teacher-none = There is no teacher “{ $name }”. ./homeroom teacher NAME makes one.

server-archived = This seat is archived. A teacher of the class can bring it back.
server-slow = Your notebook did not start in time. Press Start to try again.
    .teacher = The notebook did not start in time. Press Restart to try again.
server-removed = Your notebook server was removed. Your files are safe: press Start.
    .teacher = The notebook server was removed. Its files are safe: press Restart.
server-out-of-memory = Your notebook used more than its { $mb } MB of memory and was stopped. Saved files are safe: press Start, and load less at once.
    .teacher = The notebook used more than its { $mb } MB of memory and was stopped. Saved files are safe: press Restart, and have less loaded at once.
server-made-room = Your notebook was not in use, so it was stopped to make room for others. Saved files are safe: press Start.
    .teacher = The notebook was not in use, so it was stopped to make room for others. Saved files are safe.
server-disk-full = Your files take { $mb } MB, and { $limit } MB are allowed, so your notebook was stopped. Nothing is lost: press Start and delete what you no longer need, or ask your teacher for more room.
    .teacher = The files take { $mb } MB, and { $limit } MB are allowed, so the notebook was stopped. Nothing is lost: press Restart and have some deleted, or allow more on the Settings page.
server-disk-endless = Your files are more than can be counted, or lie in folders too deep, so your notebook was stopped. Nothing is lost: press Start; you then have ten minutes to delete what you no longer need.
    .teacher = The files are more than can be counted, or lie in folders too deep, so the notebook was stopped. Nothing is lost: press Restart; then there are ten minutes to delete what is no longer needed.
server-disk-short = The machine’s disk is nearly full and your files were growing fastest ({ $mb } MB now), so your notebook was stopped. Nothing is lost: tell your teacher, then press Start.
    .teacher = The machine’s disk is nearly full and these files were growing fastest ({ $mb } MB now), so the notebook was stopped. Nothing is lost: make room on the disk, then press Restart.
box-homes-full = The disk that holds the students’ files has only { $free } MB left. Delete what is no longer needed; until then, notebooks that fill it are stopped.
server-crashed = Your notebook server stopped by itself. Saved files are safe: press Start.
    .teacher = The notebook server stopped by itself. Saved files are safe: press Restart.
server-short-of-memory = A program in your notebook needed more than { $mb } MB of memory and was ended by the machine. The notebook itself goes on: load less at once.
    .teacher = A program in this notebook needed more than { $mb } MB of memory and was ended by the machine; the notebook itself goes on.
server-last-words = What it wrote last
