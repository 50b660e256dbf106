# Rosters, people, staff, class settings and the way in without a card.

field-display_name = Name
field-section = Section
field-student_id = Student id
field-login = Login
field-email = E-mail
field-first_name = First name
field-last_name = Last name
field-role = Role
field-status = Status
role-teacher = Teacher
role-assistant = Assistant

import-title = Import a roster
import-file = Class list: CSV, text or Excel
import-about = As exported from Canvas, Moodle, a school system or a spreadsheet; a plain list of names will do. Nothing changes before you have seen it.
import-paste = Or paste it here
import-about-paste = One student on each line, or rows copied from a spreadsheet with their headings.
import-look = Look at it
import-last = Applied last: { $name }
import-pasted = pasted text
import-export = Export the roster
import-no-file = No file was chosen. Choose your class list, or paste it, and try again.
import-refused = { $why } The class is unchanged.
import-refused-line = Line { $line }: { $why } The class is unchanged.
import-no-draft = No roster waits here. Upload the file again.
import-class-changed = The class changed after you looked at this roster. Upload the file again.
import-other-draft = Another roster was uploaded for this class since you looked. Upload your file again.
import-preview = What this roster would do
import-columns = Columns
import-read-as = { $name }, read as { $encoding }
import-columns-hint = Choose which column holds what. The class remembers it for the next file.
import-no-column = not in this file
import-encoding = Letters look wrong? Encoding
import-look-again = Look again
import-sample = The first lines of the file
import-sum-added = added
import-sum-changed = changed
import-sum-unchanged = unchanged
import-sum-missing = missing
import-sum-problems = { $count ->
    [one] problem
   *[other] problems
}
import-problems = Problems
import-problems-hint = These lines change nothing; all others can be applied.
import-line = Line { $line }
import-line-head = Line
import-missing = Missing from the file
import-missing-hint = They stay in the class unless ticked. Archived students can’t sign in; their work is kept.
import-archive = archive { $name }
import-changed = Changed
import-change = { $field } “{ $before }” → “{ $after }”
import-added = Added
import-back = comes back, with the old work
import-known = known from another class of yours
import-left-out = Left out
import-apply = Apply
import-other = Choose another file

people-title = People
people-students = { $count ->
    [one] { $count } student
   *[other] { $count } students
}
people-search = Search by name or number
people-all-sections = All sections
people-no-section = Without a section
people-show = Show
people-card = Card
people-actions = Actions
people-guest = guest
people-has-card = has a card
people-no-card = no card yet
people-edit = Edit
people-edit-name = Edit { $name }
people-none-found = Nobody like that is here. Search for less, or choose all sections.
people-none-yet = Nobody is in this class yet. Import a roster, or add people below.
people-add = Add one student
people-add-now = Add
people-staff = Staff
people-staff-change = Invite or remove
people-archived-head = Archived: { $count }
people-archived-hint = They can’t sign in; their work is kept. Restored students need a new card.
people-restore = Restore
people-restore-name = Restore { $name }
people-added = { $name } is in the class. Print a card next.
people-saved = { $name } is saved.
people-archived = { $name } is archived. The work is kept.
people-restored = { $name } is back. Print a new card.
people-moved = { $name } is in the other class now. Print a new card there; the files made here stay with this class.

person-unknown = There is no such person in this class. Reload the page and choose again.
person-refused = { $why } Nothing was changed.
person-same-student_id = { $name } has the student id { $value } already. Give this student another one, or none.
person-same-login = { $name } has the login { $value } already. Give this student another one, or none.
person-same-email = { $name } has the e-mail address { $value } already. Give this student another one, or none.
person-not-moved = Only students can be moved, and only to another class. Choose again.
person-there-already = { $name } is in { $there } already. Archive the seat here instead.
person-guest-over = The day of this guest is over, and the files are erased. Let the guest in anew on the Walk-in page.
person-user-name = User name: { $name }. It stays, for the files are kept under it.
person-files = Files: { NUMBER($mb) } of { NUMBER($limit) } MB; files and folders: { NUMBER($files) }.
person-save = Save
person-cancel = Cancel
person-card = Print a new card
person-card-hint = The old card stops working at once.
person-move = Move to another class
person-move-to = Class
person-move-now = Move
person-move-hint = Files and homework made here stay with this class. The card of this class stops working.
person-archive = Archive
person-archive-now = Archive
person-archive-hint = Sign-in off, work kept. You can restore at any time.

staff-unknown = No teacher or assistant with the user name { $name } has signed in here yet. Check the spelling, or invite somebody new.
staff-here-already = { $name } is in this class already. Choose somebody else.
staff-last-teacher = A class needs a teacher. Make somebody else a teacher first.
staff-no-link = This account has a password, or works in classes that you don’t teach. Whoever looks after the box can make a link: ./homeroom teacher NAME.
staff-link = { $name } signs in with this link, once, within two days, and chooses a password; the user name is { $user }. The link is shown only now: copy it.
staff-added = { $name } works in this class now.
staff-removed = { $name } no longer works in this class.
staff-never-in = has not signed in yet
staff-new-link = New link
staff-new-link-name = New one-time link for { $name }
staff-remove = Remove
staff-remove-name = Remove { $name } from the staff
staff-role = As
staff-roles-hint = Assistants do everything in this class but change its staff and its settings.
staff-invite = Invite somebody new
staff-invite-now = Make an account
staff-add = Add somebody who has an account
staff-user-name = User name
staff-add-now = Add

class-title-length = Give the class a title of 1 to { $most } characters.
class-not-by-assistant = Assistants can’t make classes. Ask a teacher to make it and to add you.
class-put-away = This class is put away: its notebooks don’t start, and its cards don’t work. Its work is kept.
class-teachers-only = Only the teachers of this class can change that. Ask one of them.

setup-title = Settings
setup-class-title = Title
setup-ends = Last day
setup-ends-hint = After it, cards stop working. Leave it empty for no end.
setup-pin = Ask for a PIN after the card
setup-pin-hint = Students choose it at their next sign-in. Then a lost card alone opens nothing.
setup-look-only = Only teachers of this class can change its settings.
setup-saved = Saved.
setup-no-day = This is no day. Write it as year, month, day: 2027-06-30.
setup-archive = Put the class away
setup-archive-hint = Nobody gets in by its cards any more, and it leaves your list. All work is kept, and you can take it out again here.
setup-archive-now = Put it away
setup-restore = Take the class out again
setup-restore-hint = This class is put away. Taken out again, its cards work as before.
setup-restore-now = Take it out

walkin-title = Join without a card
walkin-about = Open the door for a while: newcomers type a join code and their name, and you let them in one by one.
walkin-about-guests = Guests get a seat for the day. They can take their files with them; then the files are erased.
walkin-whom = For
walkin-students = new students
walkin-guests = guests, for the day
walkin-how-long = Open for
walkin-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
walkin-minutes-long = { $count } minutes
walkin-open = Open the door
walkin-close = Close the door
walkin-on-the-board = At { $origin }, type:
walkin-open-students = Open for new students,
walkin-open-guests = Open for guests,
walkin-until = until
walkin-waiting = Waiting: { $count }
walkin-nobody = Nobody waits.
walkin-namesake = Somebody of this name is in the class already. If it is the same person, refuse, and print a new card instead.
walkin-nod = Let in
walkin-nod-name = Let { $name } in
walkin-refuse = Refuse
walkin-refuse-name = Refuse { $name }
walkin-turn-away = Too many, or strangers?
walkin-turn-away-hint = The door is shut, its code ends, and everybody who waits is refused. Open it again for a new code.
walkin-turn-away-now = Refuse everybody
walkin-guests-here = Guests: { $count }
walkin-end-guests = End the guests’ visit
walkin-end-guests-hint = All guests are signed out at once and their files are erased. Let them save their files first.
walkin-end-guests-now = End it now
walkin-minutes = The door can be open for ten minutes to eight hours, in a class that is not put away. Choose again.
walkin-shut = The door of this class is shut, or your place is gone. Ask your teacher for a join code or a card.
walkin-crowded = Very many people wait at this door. Ask your teacher to look, then try again in a minute.
walkin-gone = This person no longer waits. Reload the page.
walkin-answered = Somebody has answered this person already. Reload the page.
walkin-your-name = Your name
walkin-student-note = Your teacher sees this name and lets you in.
walkin-guest-note = Your teacher sees this name and lets you in. Your seat lasts for today; then its files are erased.
walkin-ask = Ask to come in
walkin-have-card = I have a card
walkin-wait = { $name }, your teacher is being asked. Please wait here.
walkin-waiting-label = Waiting
walkin-give-up = Give up waiting
walkin-admitted = Welcome, { $name }!
walkin-enter = Come in
walkin-refused = Your teacher did not let you in. Ask your teacher, then try again.
walkin-again = Start over

## Hours

weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
hours-title = Hours
hours-what = Notebooks are started { $before } minutes before and stopped when the last lesson is over and nobody works in them any more.
hours-zone = Times are in the zone of this box: { $zone }.
hours-none = This class has no hours. Start it by hand, or write its hours down.
hours-one = { $day }, { $starts } to { $ends }
hours-remove = Remove
hours-remove-which = Remove { $day }, { $starts } to { $ends }
hours-add = Add a lesson
hours-days = On
hours-starts = From
hours-ends = To
hours-add-now = Add
hours-saved = The hours are saved.
hours-no-day = Choose at least one day of the week for the lesson.
hours-no-time = { $given ->
    [none] A time is missing. Write times like 08:00.
   *[other] “{ $given }” is no time. Write times like 08:00.
}
hours-backwards = The lesson ends at { $ends }, which is not after it starts ({ $starts }). A lesson goes up to midnight at most; write the rest as a lesson of the next day.
hours-twice = { $day }, { $starts } to { $ends }, is there already. Choose other days or another time.
hours-too-many = A class has at most { $most } lessons a week. Remove some first.
hours-unknown = This lesson is no longer in the timetable. Reload the page and choose again.
hours-now = Lesson until { $ends }
hours-next = Next lesson: { $starts }, notebooks start at { $boots }
hours-soon = Next lesson: { $starts }, and the notebooks have been started for it
hours-off = Next lesson: { $starts }, and no notebook is on: press Start class
