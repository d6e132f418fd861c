// SPDX-License-Identifier: Apache-2.0
// The one script of the console: it waits for news of the dock and then puts the page's main part anew. It decides
// nothing and shows nothing that the page without it would not show after a reload.

/// The script that makes pages follow the dock.
enum LiveScript {
    static let text = """
        "use strict";
        (() => {
          const main = document.getElementById("main"), lamp = document.getElementById("live");
          if (!main || !lamp || !window.EventSource) return;
          let isBusy = false, isDue = false;
          const say = (text) => { if (lamp.textContent !== text) lamp.textContent = text; };
          const inForm = () => {
            const active = document.activeElement;
            return active && main.contains(active) && active.closest("form");
          };
          const load = async () => {
            isDue = true;
            if (isBusy || document.hidden || inForm()) return;
            isBusy = true;
            isDue = false;
            try {
              const reply = await fetch(location.href, { redirect: "error" });
              if (!reply.ok) throw new Error(reply.status);
              const next = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("main");
              if (next && !inForm()) {
                const active = document.activeElement;
                const href = active && main.contains(active) && active.getAttribute("href");
                main.replaceChildren(...next.childNodes);
                if (href) for (const link of main.querySelectorAll("a")) {
                  if (link.getAttribute("href") === href) { link.focus({ preventScroll: true }); break; }
                }
              }
              say("live");
            } catch (error) {
              say("not up to date");
            }
            isBusy = false;
          };
          const news = new EventSource("/api/events");
          news.addEventListener("dock", load);
          news.addEventListener("open", () => say("live"));
          news.addEventListener("error", () => say("not up to date"));
          document.addEventListener("visibilitychange", () => { if (isDue) load(); });
          addEventListener("pagehide", () => news.close());
        })();

        """
}
