/* Comfort, and states that follow the reader's clock. The pages are whole without it. */
(() => {
  "use strict";
  const DAY = 864e5;
  const now = Date.now();

  /* The number of the calendar day, in the zone that the page's own times are written in. */
  const zone = (text) => {
    const found = /([+-])(\d\d):(\d\d)$/.exec(text || "");
    return found ? (found[1] + 1) * (found[2] * 60 + +found[3]) * 6e4 : 0;
  };
  const days = (from, to, offset) =>
    Math.floor((to + offset) / DAY) - Math.floor((from + offset) / DAY);
  const add = (parent, tag, text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };

  for (const chip of document.querySelectorAll(".state[data-end]")) {
    const { start: startText, end: endText } = chip.dataset;
    const start = startText ? Date.parse(startText) : -Infinity;
    const end = Date.parse(endText);
    const offset = zone(endText);
    const key = now < start ? "future" : now < end ? "open" : "closed";
    chip.dataset.state = key;
    chip.textContent = { future: "未开始", open: "进行中", closed: "已结束" }[key];
    if (key !== "closed") {
      const left = key === "future" ? days(now, start, offset) : days(now, end - 1, offset);
      const [today, tomorrow, later] =
        key === "future" ? ["今天开始", "明天开始", `${left}天后开始`]
        : ["今天结束", "明天结束", `还有${left}天`];
      const rest = document.createElement("span");
      rest.className = "remaining";
      rest.textContent = left < 1 ? today : left < 2 ? tomorrow : later;
      chip.after(rest);
    }
    const bar = chip.parentElement.querySelector("progress");
    if (bar) {
      const day = Math.min(Math.max(days(start, now, offset) + 1, 0), bar.max);
      bar.value = day;
      bar.nextElementSibling.textContent =
        (key === "open" ? `第${day}天，` : "") + `共${bar.max}天`;
    }
  }
  for (const note of document.querySelectorAll("[data-until]")) {
    note.hidden = now >= Date.parse(note.dataset.until);
  }

  /* Examples can be taken along whole; where the browser does not let pages copy, by hand. */
  for (const code of navigator.clipboard ? document.querySelectorAll(".prose pre > code") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "复制这段";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "已复制";
      } catch {
        button.textContent = "没能复制，请长按选取";
      }
      setTimeout(() => { button.textContent = "复制这段"; }, 3e3);
    });
    code.parentElement.after(button);
  }

  /* An open group of the navigation closes by Escape and by a click elsewhere. */
  const opened = () => document.querySelector(".columns details[open]");
  document.addEventListener("click", (event) => {
    const group = opened();
    if (group && !group.contains(event.target)) group.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const group = opened();
    if (event.key !== "Escape" || !group) return;
    group.open = false;
    group.querySelector("summary").focus();
  });

  /* The wall: several filters at once, over all its pages; the choice stands in the address. */
  const form = document.querySelector(".filters");
  if (form) {
    const list = document.querySelector(".holders");
    const pager = document.querySelector(".pager");
    const found = form.querySelector(".found");
    const selects = [...form.querySelectorAll("select")];
    let whole = null;
    const page = async (number) => {
      const answer = await fetch(`${form.dataset.base}${number > 1 ? `page/${number}/` : ""}`);
      if (!answer.ok) throw new Error(answer.status);
      const text = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...text.querySelectorAll(".holders > li")];
    };
    const load = () => (whole ??= Promise.all(
      Array.from({ length: +form.dataset.pages }, (_, n) => page(n + 1)),
    ).then((pages) => list.replaceChildren(...pages.flat())));
    const valuesOf = (item, name) => (item.dataset[name] || "").split(" ").filter(Boolean);
    const fits = (item, choice) =>
      choice.every(({ name, value }) => valuesOf(item, name).includes(value));
    const apply = async () => {
      const chosen = selects.filter((select) => select.value);
      try {
        if (chosen.length && +form.dataset.pages > 1) await load();
      } catch {
        whole = null;
        found.textContent = "名单没有取全，请检查网络后再试。";
        return;
      }
      const items = [...list.children];
      for (const item of items) item.hidden = !fits(item, chosen);
      /* The number behind a value is that of the cards which choosing it will show. */
      for (const select of whole || +form.dataset.pages < 2 ? selects : []) {
        const counts = {};
        for (const item of items) {
          if (!fits(item, chosen.filter((other) => other !== select))) continue;
          for (const value of valuesOf(item, select.name)) counts[value] = (counts[value] || 0) + 1;
        }
        for (const option of select.options) {
          const number = counts[option.value] || 0;
          option.text = option.text.replace(/（\d+）$/, `（${number}）`);
          option.disabled = Boolean(option.value) && !number && !option.selected;
        }
      }
      if (pager && whole) pager.hidden = true;
      const count = items.filter((item) => !item.hidden).length;
      found.textContent = chosen.length ? `符合的有${count}个称号。` : "";
      const query = new URLSearchParams(chosen.map(({ name, value }) => [name, value]));
      history.replaceState(null, "", chosen.length ? `?${query}` : location.pathname);
    };
    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      if ([...select.options].some(({ value }) => value === asked.get(select.name))) {
        select.value = asked.get(select.name);
      }
      select.addEventListener("change", apply);
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    if (selects.some((select) => select.value)) apply();
  }

  /* Larger type and high contrast, remembered in this browser only. */
  const root = document.documentElement;
  const keep = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (value) localStorage.setItem(`wenming-${name}`, value);
      else localStorage.removeItem(`wenming-${name}`);
    } catch { /* storage is off: the choice holds for this page */ }
  };
  for (const name of ["size", "contrast"]) {
    try {
      const value = localStorage.getItem(`wenming-${name}`);
      if (["large", "largest", "high"].includes(value)) root.dataset[name] = value;
    } catch { /* as above */ }
  }
  const place = document.querySelector(".masthead .wrap");
  if (!place) return;
  const group = add(place, "div", "");
  group.className = "comfort";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "阅读辅助");
  const buttons = [
    ["大字", "size", "large"],
    ["更大", "size", "largest"],
    ["高对比", "contrast", "high"],
  ].map(([label, name, value]) => {
    const button = add(group, "button", label);
    button.type = "button";
    button.addEventListener("click", () => {
      keep(name, root.dataset[name] === value ? "" : value);
      show();
    });
    return () => button.setAttribute("aria-pressed", root.dataset[name] === value);
  });
  const show = () => buttons.forEach((update) => update());
  show();
})();
