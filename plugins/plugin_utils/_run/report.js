/* Copyright (c) 2026, the genesys.cloud authors
 * GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
"use strict";
(() => {
  // Filter: what shall not be seen gets a class; printing shows it all the same.
  for (const controls of document.querySelectorAll(".controls")) {
    const table = document.getElementById(controls.dataset.for);
    const [text, outcome, changed] = ["input[type=search]", "select", "input[type=checkbox]"]
      .map((which) => controls.querySelector(which));
    const told = controls.querySelector("output");
    const isMatrix = table.classList.contains("matrix");
    const isByRow = isMatrix || table.classList.contains("deployments");
    const items = [...(isByRow ? table.tBodies[0].rows : table.tBodies)].map((element) => ({
      element,
      text: (isMatrix ? element.cells[0] : element).textContent.toLowerCase(),
      outcome: isMatrix ? element.cells[1].textContent : "",
      changed: "changed" in element.dataset,
    }));
    const apply = () => {
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      for (const item of items) {
        const stays = item.text.includes(wanted)
          && (!outcome || !outcome.value || item.outcome === outcome.value)
          && (!changed || !changed.checked || item.changed);
        item.element.classList.toggle("gone", !stays);
        shown += stays;
      }
      told.textContent = `${shown} of ${items.length} shown`;
    };
    controls.addEventListener("input", apply);
    controls.hidden = false;
  }

  // Sort: a button in each heading that can be sorted by; again for the other direction.
  const STATES = ["+ on", "\u2212 off", "on", "off"];
  const KEYS = {
    text: (cell) => (cell.querySelector("bdi") || cell).textContent,
    number: (cell) => (cell.textContent === "" ? -1 : Number(cell.textContent)),
    state: (cell) => STATES.indexOf(cell.textContent),
  };
  const collator = new Intl.Collator(undefined, { numeric: true });
  const compare = (one, other) => (typeof one === "string" ? collator.compare(one, other) : one - other);
  for (const heading of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const ascending = heading.getAttribute("aria-sort") !== "ascending";
      for (const each of heading.parentNode.cells) {
        each.removeAttribute("aria-sort");
      }
      heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const key = KEYS[heading.dataset.sort];
      const body = heading.closest("table").tBodies[0];
      const rows = [...body.rows].map((row) => ({ row, key: key(row.cells[heading.cellIndex]) }));
      rows.sort((one, other) => (ascending ? compare(one.key, other.key) : compare(other.key, one.key)));
      body.append(...rows.map((each) => each.row));
    });
  }
})();
