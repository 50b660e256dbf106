/* What the Homework panel says, in its two languages. What the server says passes as it is. */
"use strict";

(() => {
  const en = {
    homework: "Homework",
    refresh: "Refresh",
    loading: "Looking at the hub …",
    none: "Nothing has been given out yet.",
    unseen: "The homework cannot be shown. {why}",
    stale: "What is shown here may have changed since. {why}",
    lost: "This notebook server did not answer ({why}). Try again in a moment.",
    due: "Due {when}",
    undated: "No due date",
    extended: "extended for you",
    grace: { one: "1 minute of grace", other: "{n} minutes of grace" },
    opens: "Students see it from {when} on",
    renewed:
      "There is a newer version. The hub puts it into your folder by itself; files you changed " +
      "stay as they are.",
    swept: "What lies in the folder {folder} is collected; nothing has to be handed in.",
    "is-new": "not fetched yet",
    "is-fetched": "in your folder",
    "is-late": "late",
    "is-closed": "closed",
    "is-pending": "NOT handed in yet",
    "is-handed-in": "handed in",
    "is-returned": "returned",
    pending:
      "NOT handed in yet. {why} Your work is kept as it was, and this server goes on trying by " +
      "itself. Keep an eye on this place until the receipt is here.",
    waiting: "The hub has not answered so far.",
    refused: "The last hand-in was refused: {why}",
    fetch: "Fetch",
    open: "Open",
    submit: "Submit",
    again: "Submit again",
    feedback: "Get feedback",
    page: "Read feedback",
    busy: "Please wait …",
    unsaved: "Nothing was handed in: what is open could not be saved ({why}). Save it and try again.",
    fetched: "{name} is in your folder.",
    got: "The feedback is here.",
    repaired: "What could be mended was mended in a copy; yours is kept as well.",
    look: "Worth a look:",
    earlier: { one: "1 earlier receipt", other: "{n} earlier receipts" },
    receipt: "receipt {code}",
    number: "No. {n}",
    late: "late",
    counts: "counts",
    collected: "collected from your folder",
    score: "{score} of {most} points",
  };

  const de = {
    homework: "Hausaufgaben",
    refresh: "Neu laden",
    loading: "Der Hub wird gefragt …",
    none: "Noch ist nichts ausgeteilt.",
    unseen: "Die Hausaufgaben lassen sich nicht zeigen. {why}",
    stale: "Was hier steht, ist vielleicht nicht mehr der neueste Stand. {why}",
    lost: "Dieser Notebook-Server hat nicht geantwortet ({why}). Gleich noch einmal versuchen.",
    due: "Abgabe bis {when}",
    undated: "Ohne Abgabefrist",
    extended: "eigene Verlängerung",
    grace: { one: "1 Minute Nachfrist", other: "{n} Minuten Nachfrist" },
    opens: "Die Lernenden sehen es ab {when}",
    renewed:
      "Es gibt eine neuere Fassung. Der Hub legt sie von selbst in den Ordner; geänderte Dateien " +
      "bleiben, wie sie sind.",
    swept: "Was im Ordner {folder} liegt, wird eingesammelt; abgegeben werden muss nichts.",
    "is-new": "noch nicht geholt",
    "is-fetched": "im Ordner",
    "is-late": "verspätet",
    "is-closed": "geschlossen",
    "is-pending": "noch NICHT abgegeben",
    "is-handed-in": "abgegeben",
    "is-returned": "zurückgegeben",
    pending:
      "Noch NICHT abgegeben. {why} Die Arbeit ist so aufgehoben, wie sie war, und dieser Server " +
      "versucht es von selbst weiter. Bitte hier nachsehen, bis der Beleg da ist.",
    waiting: "Der Hub hat bisher nicht geantwortet.",
    refused: "Die letzte Abgabe wurde abgelehnt: {why}",
    fetch: "Holen",
    open: "Öffnen",
    submit: "Abgeben",
    again: "Noch einmal abgeben",
    feedback: "Rückmeldung holen",
    page: "Rückmeldung lesen",
    busy: "Bitte warten …",
    unsaved:
      "Nichts wurde abgegeben: Was offen ist, ließ sich nicht speichern ({why}). Bitte speichern " +
      "und noch einmal versuchen.",
    fetched: "{name} liegt im Ordner.",
    got: "Die Rückmeldung ist da.",
    repaired:
      "Was sich ausbessern ließ, ist in einer Kopie ausgebessert; das Original bleibt erhalten.",
    look: "Ein Blick lohnt sich:",
    earlier: { one: "1 früherer Beleg", other: "{n} frühere Belege" },
    receipt: "Beleg {code}",
    number: "Nr. {n}",
    late: "verspätet",
    counts: "zählt",
    collected: "aus dem Ordner eingesammelt",
    score: "{score} von {most} Punkten",
  };

  /* Lab's pages say "en" whatever the visitor speaks; only another language there counts. */
  const page = document.documentElement.lang;
  const asked = page && !page.startsWith("en") ? page : navigator.language || "en";
  const language = asked.startsWith("de") ? "de" : "en";
  const words = { en, de }[language];

  function say(name, facts = {}) {
    let text = words[name];
    if (typeof text !== "string") text = text[new Intl.PluralRules(language).select(facts.n)];
    return text.replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);
  }

  /* A moment in the reader's own time zone, which is named: the class may be in another. */
  function moment(iso) {
    const time = new Date(iso);
    const year = time.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    const day = { weekday: "short", day: "numeric", month: "short", year };
    const clock = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
    return time.toLocaleString(asked, { ...day, ...clock });
  }

  const number = (value) => value.toLocaleString(asked, { maximumFractionDigits: 2 });

  window.homeroomHomework = { language, say, moment, number, words: { en, de } };
})();
