# The frame of every page, the class, the desk and the homework.

moment = { $day }, { $time } { $zone }
skip-to-page = Skip to the page
sign-out = Sign out
did-not-work = That did not work
back-to-start = Back to the start

## What went wrong

page-not-found = There is no such page. Check the address, or go back to the start.
page-wrong-way = This address does not work that way. Go back and use the page’s own buttons.
request-not-understood = What was sent could not be read. Go back, reload the page and try again.
request-misfit = “{ $where }” is missing or does not fit. Correct it and try again.
a-fault-of-ours = Something went wrong here. Try again; the log has it under { $reference }.
no-room = The machine’s disk is full, so nothing was kept. Tell your teacher or whoever looks after the box; once there is room, do it again.
token-not-good = The token is missing, wrong or no longer good.
form-from-elsewhere = This form was sent from another place. Open the page here and try again.
upload-too-large = That is more than { $most } MB, which is too large. Choose a smaller file.
teachers-only = This page is for teachers. Go back to your desk.
class-not-yours = You have no such class. Go back to your classes.
notebook-not-yours = This notebook is not yours; only its owner may enter. Go back to your own desk.
notebook-of-another-class = This notebook belongs to another class.
notebook-not-running = This notebook server is not running. Start it on your desk.
no-such-notebook = There is no such notebook. Go back to your desk.
sign-in-unknown = This notebook asked to sign you in in a way we don’t know. Start it again from your desk.
sign-in-challenge = This notebook asked for a sign-in check we don’t know; only S256 is accepted. Start it again from your desk.
upload-no-file = No file was chosen. Choose a notebook or a zip.
due-date-unreadable = The due date is not one. Write it as 2026-11-30T08:00, in the zone { $zone }.
no-such-step = There is no such step. Go back to the class.
api-no-kind = An assignment is one of { $kinds }. Choose one of these.
api-no-step = There is no such step. The steps are { $steps }.
exchange-teachers-only = Only teachers may do that.
exchange-not-returned = Your teacher has not returned this work yet.
exchange-no-submission = There is no such submission. Refresh the list.

## Your classes

your-classes = Your classes
class-size = { $count ->
    [one] { $count } student
   *[other] { $count } students
}
class-in = { $count } signed in
class-trouble = { $count } in trouble
class-new = New class
class-new-example = Biology 1
class-make = Make it
classes-put-away = Classes put away
class-none-to-assist = You assist in no class at the moment. Ask the class’s teacher to invite you.

## One class

class-nav = Pages of { $title }
nav-class = Class
nav-people = People
nav-cards = Cards
nav-join = Walk-in
nav-sessions = Signed in
nav-settings = Settings
lesson-now = The lesson now
at-the-door = { $count ->
    [one] { $count } newcomer waits at the door: let them in
   *[other] { $count } newcomers wait at the door: let them in
}
class-part-hint = Every card begins with it
board-open = Show on the projector
count-students = { $count ->
    [one] student
   *[other] students
}
count-in = { $count ->
   *[other] signed in
}
count-ready = { $count ->
   *[other] ready
}
count-starting = { $count ->
   *[other] starting
}
count-waiting = { $count ->
   *[other] waiting
}
count-trouble = { $count ->
   *[other] in trouble
}
class-memory-short = { $count ->
    [one] { $count } notebook waits for memory. It starts by itself as soon as there is room; notebooks nobody has used for ten minutes are stopped first.
   *[other] { $count } notebooks wait for memory. They start by themselves as soon as there is room; notebooks nobody has used for ten minutes are stopped first.
}
step-roster = Import the roster
step-cards = Print cards
step-restore = Take the class out again
step-start = Start class
step-board = Show address and code
step-collect = Collect “{ $name }”
step-autograde = Grade “{ $name }”
step-mark = Mark “{ $name }” by hand
step-release-feedback = Return “{ $name }”
step-export = Export the grades
class-stop = Stop class
class-stop-sure = Every notebook of the class ends, and with it whatever runs there. Saved files stay; what is not saved yet stays in tabs that are left open, and can be saved once the class is started again.
class-stop-now = Stop now
people-now = Students
seats-all = Show all { $count }
seats-left-out = The first { $count } are here, and whoever waits or is in trouble.
seats-few = Show only the first { $count }
seat-restart = Restart
seat-restart-whose = Restart: { $name }
seat-restart-sure = Whatever runs in this notebook ends, and it starts afresh. Saved files stay; what is not saved yet stays in the open tab, and can be saved from there.
seat-restart-now = Restart now
seat-restart-now-whose = Restart now: { $name }
seat-start-whose = Start: { $name }
seat-in = in
state-off = off
state-queued = waiting
state-starting = starting
state-ready = ready
state-stopped = stopped
state-trouble = trouble
own-notebook = Your own notebook
own-notebook-restart = Restart: your own notebook
own-notebook-hint = Formgrader, Create Assignment and the class’s course folder are in it.
notebook-open = Open my notebook
notebook-start = Start my notebook

## The projector page

board-address = Open this address
board-card = Type the code on your card. It begins with
board-join = Type this code and your name
board-close = Back to the class

## Homework

homework = Homework
homework-none = No homework yet.
homework-new = New homework
homework-new-hint = Upload a notebook made with nbgrader’s cells, or a zip with it and its data; or write it in your own notebook (Nbgrader menu, Formgrader).
homework-file = Notebook or zip
homework-name = Name
homework-name-hint = the file’s name
homework-due-field = Due ({ $zone })
homework-due-set = Set
homework-upload = Upload
homework-due = due { $when }
homework-no-due = no due date
homework-out = with the students
homework-not-out = not handed out yet
homework-progress = { $handed } handed in · { $collected } collected · { $graded } graded · { $returned } returned
homework-to-mark = { $count } to mark by hand
homework-take-back = Take it back
homework-take-back-hint = Nobody else can fetch it then. What was fetched and handed in stays.
do-release = Release
do-collect = Collect
do-autograde = Autograde
do-release-feedback = Return scores
job-release = Release
job-collect = Collect
job-sweep = Collect from folders
job-autograde = Autograde
job-release-feedback = Return scores
job-is-queued = waiting
job-is-running = at work
job-is-done = done
job-is-failed = failed
grades-export = Grades as a file for
handed-in = Handed in
column-student = Student
column-when = When
column-version = Version
column-receipt = Receipt
column-score = Score
tag-late = late
tag-counts = counts
tag-to-mark = to mark by hand
score-of = { $score } of { $most }
mark-open = Open my notebook to mark
mark-hint = There: Nbgrader menu, Formgrader, Manual Grading.

## The student’s desk

your-desk = Your desk
hello = Hello, { $name }
notebook-stuck-sure = Whatever runs in your notebook ends, and it starts afresh. Saved files stay; what is not saved yet stays in the open tab, and can be saved from there.
notebook-stuck = It is stuck: start afresh
take-home = Take my files with me
take-home-hint = A zip. Your seat ends { $when }; then these files are erased.
take-home-guests-only = Only guests take their files this way. In your notebook, files can be downloaded one by one.
take-home-on-the-way = Your files are on their way to you already. Wait until that download is done, then try again.
nothing-to-do = Nothing to do yet.
no-class-yet = You are in no class yet. Ask your teacher for a card.
work-is-to-do = to do
work-is-overdue = past due
work-is-handed-in = handed in
work-is-returned = returned
work-score = Returned:
work-handed-in = Handed in { $when }
work-receipt = receipt
work-how-to = Not handed in yet. In your notebook, open Homework at the left: Fetch, work, then Submit.

## Waiting for a notebook

your-notebook = Your notebook
to-my-desk = To my desk and homework
wait-in-line = { $place ->
    [0] Your notebook is next in line …
    [one] Your notebook is next in line …
   *[other] Your notebook is in line: place { $place } …
}
files-held = Your files: { NUMBER($mb) } MB of { NUMBER($limit) } MB
files-near = Your files take { NUMBER($mb) } of { NUMBER($limit) } MB. Delete what you no longer need: at the limit nothing more can be saved, or your notebook is stopped.
seat-files-near = Files: { NUMBER($mb) } of { NUMBER($limit) } MB
wait-memory = The machine’s memory is in use just now. Your notebook starts by itself as soon as there is room; idle ones are stopped first.
wait-starting = Your notebook is starting …
wait-seconds = Usually ready within about { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
wait-seconds-in-line = About { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
} from now.
wait-ready = Your notebook is ready.
wait-not-running = Your notebook is not running. Press Start.
wait-class-over = Your teacher stopped the class, or the lesson is over. Your files are safe: press Start to go on.
wait-other-tab = Is a tab with your notebook still open? Then start here, go back to that tab and save there: what you typed is still in it. Do not load it again.
wait-progress = Starting
wait-press = Press the button.
wait-open = Open
wait-start = Start
wait-try-again = Try again
wait-trouble = Your notebook could not be started, and you can’t mend that. Tell your teacher, whose page says why; your files are safe.
