/* Search: the search page itself: results, filters, keys and address. */
(() => {
  "use strict";
  const search = window.wenmingSearch;
  const page = search?.boxes.find(({ form }) => form.dataset.search === "page");
  if (!page || !search.find) return;
  const {
    HAN, HOME, NO_TERM, PAGE, Failure, Job, add, facetOf, find, finds, forget, hitsWithout, hrefOf, lastOf,
    manifestOf, normal,
  } = search;

  document.getElementById("scriptless")?.remove();
  const place_ = document.getElementById("found");
  const leadOn = document.querySelector(".lead-on");
  const status = add(place_, "p", "", { role: "status" });
  status.className = "found-count";
  const people = add(place_, "div");
  const panel = add(place_, "details");
  panel.className = "filters browse";
  add(panel, "summary", "筛选和排序");
  const facets = add(panel, "div");
  const answers = add(place_, "div");

  /* What is asked, as the address says it. */
  const asked = () => {
    const given = new URLSearchParams(location.search);
    const filters = {};
    for (const [name, value] of given) if (!["q", "sort"].includes(name) && value) filters[name] = value;
    return { q: given.get("q") || "", sort: given.get("sort") === "date" ? "date" : "", filters };
  };
  const addressOf = ({ q, sort, filters }) => {
    const given = new URLSearchParams();
    if (q) given.set("q", q);
    for (const [name, value] of Object.entries(filters)) given.set(name, value);
    if (sort) given.set("sort", sort);
    return `${HOME}${given.size || given.toString() ? `?${given}` : ""}`;
  };
  const go = (query, replace = false) => {
    history[replace ? "replaceState" : "pushState"](null, "", addressOf(query));
    page.input.value = query.q;
    run();
  };

  /* ---- one query, from the address to the page ---- */
  let current = null;
  const run = async () => {
    const job = new Job();
    const old = current;
    current = job;
    setTimeout(() => old?.cancel());
    const query = asked();
    const something = query.q.trim() || Object.keys(query.filters).length;
    leadOn.hidden = Boolean(something);
    if (!something && !panel.open) { clear(); panel.hidden = false; return; }
    const late = setTimeout(() => { if (!job.stale) status.textContent = "正在查找……"; }, 150);
    try {
      let found;
      try {
        found = await find(query, job);
      } catch (error) {
        if (job.stale || !(error instanceof Failure)) throw error;
        /* The portal may have been published anew since this page was opened. */
        forget("manifest.json");
        await manifestOf(job);
        found = await find(query, job);
      }
      if (job.stale) return;
      await show(query, found, job);
      if (!job.stale && history.state?.top) scrollTo({ top: history.state.top, behavior: "instant" });
    } catch (error) {
      if (!job.stale) broken();
    } finally {
      clearTimeout(late);
    }
  };
  const clear = () => {
    status.textContent = "";
    people.replaceChildren();
    answers.replaceChildren();
    facets.replaceChildren();
  };
  const broken = () => {
    clear();
    status.textContent = "没有查完：网络不通，或者索引文件没有取到。";
    const again = add(answers, "button", "再试一次", { type: "button" });
    again.className = "again";
    again.addEventListener("click", () => { forget("manifest.json"); run(); });
  };

  /* ---- showing ---- */
  const SAY = (answer) => {
    const [number, sure] = answer.total;
    return `${sure ? "" : "约"}${number}篇`;
  };
  const show = async (query, found, job) => {
    clear();
    const { parsed, parts } = found;
    const { people: named, more } = found.named;
    const chosen = found.admit.chosen.filter(([, value]) => value);
    const exact = parts.find((part) => !part.loose);
    const loose = parts.find((part) => part.loose);
    const needles = [...new Set([...(parsed.whole && parsed.words.length === 1 ? [parsed.whole] : []), ...parsed.words])];
    const tell = () => {
      const total = [exact, loose].filter((part) => part?.first?.length).map(SAY);
      status.textContent = any || named.length
        ? (total.length ? `找到${total[0]}` + (total[1] ? `，另有${total[1]}包含全部词语` : "")
          : any ? "没有完全一样的，下面的比较接近" : `找到${named.length}位${more ? "以上" : ""}`)
        : parsed.words.length || chosen.length ? "没有找到" : parsed.without.length
          ? "减号后面是不要的词，前面还要有一个要找的词" : "请输入要找的人、单位或词语";
    };
    let any = 0;
    await showPeople(found.named, HAN.test(query.q), job);
    for (const part of parts) {
      if (!part.first?.length) continue;
      if (job.stale) return;
      any++;
      const title = part.loose ? "包含全部词语，但不相连"
        : parsed.words.length ? `完全包含“${parsed.words.length === 1 ? parsed.words[0] : query.q.trim()}”` : "";
      await showPart(part, title, needles, tell, job);
    }
    if (parsed.words.length === 1 && exact) any += await showScattered(exact, parsed.words[0], needles, tell, job);
    if (job.stale) return;
    tell();
    if (!any && !named.length) nothing(query, parsed, job);
    showFilters(query, found, job);
    document.title = query.q ? `${query.q} - ${TITLE}` : TITLE;
  };
  const TITLE = document.title;
  const MOST = 12, FEW = 4; /* people shown at once; above records, where not all are called so */
  const showPeople = async ({ people: named, more }, few, job) => {
    if (!named.length) return;
    add(people, "h2", "人物");
    const list = add(people, "ul");
    list.className = "people-found";
    let rest = named.slice();
    const showSome = (most) => {
      for (const person of rest.splice(0, most)) {
        const link = add(add(list, "li"), "a", "", { href: hrefOf(person.address) });
        add(link, "span", person.name).className = "name";
        add(link, "small", person.told);
      }
    };
    showSome(few ? Math.min(MOST, Math.max(FEW, rest.filter(({ same }) => same).length)) : MOST);
    if (rest.length || more) await further(people, "再看十二位", list, "people", job, async () => {
      while (!rest.length && more) ({ people: rest, more } = await more());
      showSome(MOST);
      return !rest.length && !more;
    });
  };
  /* Who comes back from a page finds the place that led there; browsers look for it too early. */
  place_.addEventListener("click", (event) => {
    if (event.target.closest("a")) history.replaceState({ ...history.state, top: scrollY }, "");
  });
  /* A button under a list that shows more of it, until `show` says that this was all. How many
     it shows is kept for who comes back. */
  const further = async (place, text, list, kind, job, show) => {
    const kept = history.state?.[kind] || 0;
    while (list.children.length < kept) if (await show()) return;
    const button = add(place, "button", text, { type: "button" });
    button.className = "again";
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const at = list.children.length;
        if (await show()) button.remove();
        if (!job.stale) history.replaceState({ ...history.state, [kind]: list.children.length }, "");
        list.children[at]?.querySelector("a").focus();
      } catch { if (!job.stale) button.textContent = "没有取到，再试一次"; }
      button.disabled = false;
    });
  };
  const showPart = async (part, title, needles, tell, job) => {
    const section = add(answers, "section", "", { "aria-label": title || "结果" });
    section.dataset.kind = part.loose ? "loose" : "exact";
    if (title) add(section, "h2", title);
    const list = add(section, "ol");
    list.className = "hits";
    for (const hit of part.first) showHit(list, hit, needles);
    if (part.done || !part.page) return;
    await further(section, "再看十篇", list, section.dataset.kind, job, async () => {
      for (const hit of await part.page()) showHit(list, hit, needles);
      if (!job.stale) tell();
      return part.done;
    });
  };
  /* Candidates that hold all pairs of characters of a word, but not the word. */
  const showScattered = async (exact, word, needles, tell, job) => {
    const characters = [...word];
    const pairs = characters.slice(1).map((each, n) => characters[n] + each)
      .filter((pair) => !NO_TERM.test(pair));
    if (!exact.done || characters.length < 3 || !pairs.length) return 0;
    const first = exact.failed.filter(({ record }) =>
      pairs.every((pair) => record.fields.some(([, text]) => text.includes(pair)))).slice(0, PAGE);
    if (first.length) await showPart({ first, loose: true }, "包含全部词语，但不相连", [...needles, ...pairs], tell, job);
    return first.length ? 1 : 0;
  };
  const showHit = (list, { record }, needles) => {
    const item = add(list, "li");
    const heading = add(item, "h3");
    const link = add(heading, "a", "", { href: hrefOf(record.a) });
    marked(link, record.t, needles, record.folds);
    const line = add(item, "p", [record.d, ...record.l].filter(Boolean).join(" · "));
    line.className = "soft small";
    const names = record.n.filter((name) => needles.some((each) => normal(name, record.folds).text.includes(each)));
    if (names.length) {
      const people = add(item, "p", "", { class: "name" });
      marked(people, names.slice(0, 8).join("　"), needles, record.folds);
    }
    const facts = record.f.find((fact) => needles.some((each) => normal(fact, record.folds).text.includes(each)));
    const inBody = needles.some((each) => lastOf(record.fields)[1].includes(each));
    const text = inBody || !facts ? excerpt(record.b, needles, record.folds) : excerpt(facts, needles, record.folds);
    if (text) marked(add(item, "p"), text, needles, record.folds);
  };
  /* Places of the needles in a text: [from, to] in the text itself. */
  const found = (text, needles, folds) => {
    const plain = normal(text, folds);
    const places = [];
    for (const needle of needles) {
      for (let at = plain.text.indexOf(needle); needle && at >= 0; at = plain.text.indexOf(needle, at + needle.length)) {
        places.push([plain.at[at], plain.at[at + needle.length]]);
      }
    }
    return places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  };
  const marked = (element, text, needles, folds) => {
    let done = 0;
    for (const [from, to] of found(text, needles, folds)) {
      if (from < done) continue;
      element.append(text.slice(done, from));
      add(element, "mark", text.slice(from, to));
      done = to;
    }
    element.append(text.slice(done));
  };
  /* Some ninety characters around the first hit, from a stop to a stop where there is one near. */
  const excerpt = (text, needles, folds) => {
    const hit = found(text, needles, folds)[0];
    const middle = hit ? hit[0] : 0;
    let from = Math.max(0, middle - 36);
    const head = text.slice(from, middle);
    const stop = Math.max(...["。", "！", "？", "；", "\n"].map((each) => head.lastIndexOf(each)));
    const comma = head.indexOf("，");
    if (stop >= 0) from += stop + 1;
    else if (from && comma >= 0 && comma < 20) from += comma + 1;
    let to = Math.min(text.length, Math.max(from + 96, hit ? hit[1] + 24 : 0));
    const end = text.slice(to - 24, to + 12).search(/[。！？；\n]/);
    if (to < text.length && end >= 0 && to - 24 + end + 1 > (hit ? hit[1] : 0)) to = to - 24 + end + 1;
    if (/[\udc00-\udfff]/.test(text[from] || "")) from++;
    if (/[\udc00-\udfff]/.test(text[to] || "")) to--;
    const shown = text.slice(from, to).trim().replace(/\s*\n\s*/g, " ");
    const whole = from === 0 || stop >= 0;
    return (whole ? "" : "…") + shown + (to < text.length && !/[。！？；\n]$/.test(text.slice(from, to)) ? "…" : "");
  };

  /* ---- filters ---- */
  const showFilters = (query, found, job) => {
    const { read, admit, parts } = found;
    panel.hidden = !read.segments.some(({ records }) => records);
    const chosen = admit.chosen;
    if (chosen.length) {
      const line = add(people, "p", "只看：");
      line.className = "chosen";
      for (const [name, value] of chosen) {
        const rest = { ...query.filters };
        delete rest[name];
        const label = value ? value.label : query.filters[name];
        choice(line, `${label} ×`, { ...query, filters: rest }).setAttribute("aria-label", `不再只看${label}`);
      }
    }
    const fill = async () => {
      facets.replaceChildren();
      const sorts = add(add(facets, "section"), "ul");
      if (query.q) {
        for (const [label, sort] of [["按相关度", ""], ["按日期", "date"]]) {
          const link = choice(add(sorts, "li"), label, { ...query, sort });
          if (query.sort === sort) link.setAttribute("aria-current", "true");
        }
      }
      const main = parts[parts.length > 1 && !parts[0].first?.length ? 1 : 0];
      for (const [name, label] of read.facets) {
        let values, hits;
        try {
          values = await facetOf(name, read, job);
          hits = await hitsWithout(name, query, found, main, job);
        } catch { if (!job.stale) add(facets, "p", "筛选条件没有取到，请稍后再试。"); return; }
        if (job.stale) return;
        showFacet(name, label, values, hits, query);
      }
    };
    if (panel.open) fill();
    panel.ontoggle = () => { if (panel.open) fill(); };
  };
  const MOST_VALUES = 12;
  const showFacet = (name, label, values, hits, query) => {
    const rows = [...values.values()].map((each) => ({
      ...each, count: hits.reduce((n, { segment, doc }) => n + each.sets.get(segment.id).has(doc), 0),
    })).filter(({ count, value }) => count || query.filters[name] === value);
    if (!rows.length) return;
    if (name === "organization") rows.sort((a, b) => b.count - a.count);
    const section = add(facets, "section");
    add(section, "h2", label);
    const fill = (list, some) => {
      for (const { value, label, count } of some) {
        const on = query.filters[name] === value;
        const filters = { ...query.filters, [name]: value };
        if (on) delete filters[name];
        const link = choice(add(list, "li"), label, { ...query, filters });
        const number = add(link, "span", String(count), { class: "number" });
        add(number, "span", "篇").className = "unseen";
        if (on) link.setAttribute("aria-current", "true");
      }
    };
    fill(add(section, "ul"), rows.slice(0, MOST_VALUES));
    if (rows.length > MOST_VALUES) {
      const rest = add(section, "details");
      add(rest, "summary", `其余${rows.length - MOST_VALUES}个`);
      fill(add(rest, "ul"), rows.slice(MOST_VALUES));
    }
  };
  const choice = (parent, label, query) => {
    const link = add(parent, "a", `${label} `, { href: addressOf(query) });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(query);
    });
    return link;
  };

  /* ---- nothing found: ways on ---- */
  const nothing = async (query, parsed, job) => {
    const box = add(answers, "div");
    box.className = "empty";
    if (!parsed.words.length && !Object.keys(query.filters).length) { box.remove(); leadOn.hidden = false; return; }
    add(box, "p", parsed.words.length ? `没有找到“${query.q.trim()}”。可能是字打错了，或者写法和网页上不一样。` : "没有符合这些条件的稿件。");
    const ways = [];
    if (Object.keys(query.filters).length && query.q) ways.push([`不限范围找“${query.q.trim()}”`, { ...query, filters: {} }]);
    const characters = [...(parsed.words[0] || "")];
    const looser = parsed.words.length > 1 ? parsed.words
      : characters.length > 3 ? [characters.slice(0, Math.ceil(characters.length / 2)).join(""), characters.slice(-Math.ceil(characters.length / 2)).join("")]
      : characters.length === 3 ? [characters.slice(1).join(""), characters.slice(0, 2).join("")] : [];
    for (const q of looser) ways.push([`试试“${q}”`, { ...query, q, filters: {} }]);
    const list = add(box, "p", "", { hidden: "" });
    list.className = "chosen";
    add(box, "p", "也可以按栏目或姓名拼音查找：");
    leadOn.hidden = false;
    for (const [label, other] of ways) { /* none that finds nothing, either */
      if (!(await finds(other, job).catch(() => false))) continue;
      choice(list, label, other);
      list.hidden = false;
    }
  };

  /* ---- the page's own keys and address ---- */
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    page.close();
    const query = asked();
    go({ ...query, q: page.input.value });
  });
  const typed = () => go({ ...asked(), q: page.input.value }, true);
  page.input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
  page.input.addEventListener("compositionend", typed);
  place_.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...place_.querySelectorAll(".people-found a, .hits h3 a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") { page.input.focus(); return; }
    if (!step || at < 0) return;
    event.preventDefault();
    (links[at + step] || (step < 0 ? page.input : links[at])).focus();
  });
  page.input.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.defaultPrevented || event.isComposing) return;
    const first = place_.querySelector(".people-found a, .hits h3 a");
    if (first) { event.preventDefault(); first.focus(); }
  });
  addEventListener("popstate", () => { page.input.value = asked().q; run(); });
  page.input.value = asked().q;
  run();
})();
