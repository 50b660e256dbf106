/* Our way into JupyterLab: a federated extension, written by hand.

It adds the Homework panel, and a word for whoever loses the server. Lab loads this script with
every page, so it is small; what draws the panel is loaded when somebody opens it. Lab's own packages come from the share scope it hands to `init`. */
"use strict";

(() => {
  const NAME = "@homeroom/lab";
  const HERE = document.currentScript.src.replace(/[^/]*$/, "");
  const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16">
    <path class="jp-icon3" fill="#616161" d="M12 3 1 8l11 5 9-4.1V15h2V8L12 3zM5 12.2V16c0 1.7 3.1 3
    7 3s7-1.3 7-3v-3.8l-7 3.2-7-3.2z"/></svg>`;
  /* Lab's pages say "en" whatever the visitor speaks; only another language there counts. */
  const german = document.documentElement.lang.startsWith("de") || /^de/.test(navigator.language);
  const language = german ? "de" : "en";
  let scope = {};

  /* Lab's own copy of a package: of several, which other extensions bring, the one in use. */
  async function shared(name) {
    const versions = Object.keys(scope[name]);
    versions.sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
    const loaded = versions.find((each) => scope[name][each].loaded);
    return (await scope[name][loaded ?? versions[0]].get())();
  }

  function script(file) {
    return new Promise((resolve, reject) => {
      const tag = Object.assign(document.createElement("script"), { src: HERE + file });
      tag.onload = resolve;
      tag.onerror = () => reject(new Error(`${file} could not be loaded`));
      document.head.append(tag);
    });
  }

  function styled() {
    const link = { rel: "stylesheet", href: `${HERE}style.css` };
    document.head.append(Object.assign(document.createElement("link"), link));
  }

  /* Asks the notebook server. What it answers is { success, value, … }; anything else is said. */
  function asking(app, { ServerConnection }, { URLExt }) {
    const settings = app.serviceManager.serverSettings;
    return async (path, language, body) => {
      const request = {
        method: body ? "POST" : "GET",
        body: body && JSON.stringify(body),
        headers: { "Accept-Language": language },
        cache: "no-store",
      };
      const url = URLExt.join(settings.baseUrl, path);
      const answer = await ServerConnection.makeRequest(url, request, settings);
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return answer.json();
    };
  }

  /* Saves what is open in a folder: what is typed but not saved would not be handed in. */
  function saving(app, documents) {
    return async (folder) => {
      for (const widget of app.shell.widgets("main")) {
        const context = documents.contextForWidget(widget);
        if (!context?.path.startsWith(`${folder}/`)) continue;
        await context.ready;
        if (context.model.dirty && context.contentsModel?.writable) await context.save();
      }
    };
  }

  function makePanel(app, documents, packages) {
    const { widgets, icons, services, coreutils } = packages;

    class Panel extends widgets.Widget {
      /* Whatever happened elsewhere, in nbgrader's own panel or in a terminal, is seen here. */
      onAfterShow() {
        this.drawn ??= this.draw();
        this.drawn.then((drawing) => drawing.refresh());
      }

      async draw() {
        styled();
        for (const part of ["words.js", "card.js", "panel.js"]) await script(part);
        const drawing = window.homeroomHomework.draw(this.node, {
          ask: asking(app, services, coreutils),
          run: (command, options) => app.commands.execute(command, options),
          save: saving(app, documents),
        });
        window.addEventListener("focus", () => this.isVisible && drawing.refresh());
        return drawing;
      }
    }

    const panel = new Panel();
    panel.id = "homeroom-homework";
    panel.addClass("homeroom-homework");
    panel.title.caption = language === "de" ? "Hausaufgaben" : "Homework";
    panel.title.icon = new icons.LabIcon({ name: "homeroom:homework", svgstr: ICON });
    panel.node.setAttribute("role", "region");
    panel.node.setAttribute("aria-label", panel.title.caption);
    return panel;
  }

  function homework(packages) {
    return {
      id: `${NAME}:homework`,
      description: "Homework: due dates, receipts, and what went wrong.",
      autoStart: true,
      requires: [packages.docmanager.IDocumentManager],
      optional: [packages.apputils.ICommandPalette, packages.application.ILayoutRestorer],
      activate: (app, documents, palette, restorer) => {
        const panel = makePanel(app, documents, packages);
        app.shell.add(panel, "left", { rank: 150, type: "Homework" });
        restorer?.add(panel, panel.id);
        app.commands.addCommand("homeroom:homework", {
          label: panel.title.caption,
          execute: () => app.shell.activateById(panel.id),
        });
        palette?.addItem({ command: "homeroom:homework", category: panel.title.caption });
      },
    };
  }

  function connection({ application, apputils, coreutils }) {
    return {
      id: `${NAME}:connection`,
      description: "Says that the notebook does not answer, and where the work is then.",
      autoStart: true,
      optional: [application.JupyterLab.IInfo],
      provides: application.IConnectionLost,
      activate: (app, info) =>
        window.homeroomConnection(app, info, { apputils, coreutils, language }),
    };
  }

  async function extension() {
    const names = {
      application: "@jupyterlab/application",
      apputils: "@jupyterlab/apputils",
      coreutils: "@jupyterlab/coreutils",
      docmanager: "@jupyterlab/docmanager",
      services: "@jupyterlab/services",
      icons: "@jupyterlab/ui-components",
      widgets: "@lumino/widgets",
    };
    const found = await Promise.all(Object.values(names).map(shared));
    const packages = Object.fromEntries(Object.keys(names).map((name, n) => [name, found[n]]));
    await script("connection.js");
    return [homework(packages), connection(packages)];
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[NAME] = {
    init: (given) => {
      scope = given;
    },
    get: async (module) => {
      if (module !== "./extension") throw new Error(`${NAME} has no ${module}`);
      const made = await extension();
      return () => made;
    },
  };
})();
