// What a page is made of, as far as axe's rules ask for it: a hash of each element's place, states and names.
() => {
  const STATES = /^(role|type|lang|dir|tabindex|disabled|open|hidden|multiple|scope|inert|style|aria-(?!label|describedby|controls|owns).*)$/;
  const REFERENCES = /^(for|headers|list|form|aria-(labelledby|describedby|controls|owns|activedescendant))$/;
  const TEXTS = /^(aria-label|title|alt|placeholder|href)$/;
  const hash = (text) => {
    let one = 0xdeadbeef, two = 0x41c6ce57;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      one = Math.imul(one ^ code, 2654435761);
      two = Math.imul(two ^ code, 1597334677);
    }
    return (one >>> 0).toString(36) + (two >>> 0).toString(36);
  };
  const filled = (text) => (text.trim() ? "+" : "-");
  const told = (element) => {
    const words = [element.localName, [...element.classList].sort().join(".")];
    for (const {name, value} of element.attributes) {
      if (STATES.test(name)) words.push(`${name}=${value}`);
      else if (REFERENCES.test(name)) words.push(`${name}>${value.split(/\s+/).every((id) => document.getElementById(id)) ? "+" : "-"}`);
      else if (TEXTS.test(name)) words.push(`${name}${filled(value)}`);
    }
    for (const child of element.childNodes) if (child.nodeType === 3 && child.data.trim()) { words.push("text"); break; }
    if (/^(a|button|summary|th|h[1-6]|label|legend|caption|title)$/.test(element.localName)) words.push(filled(element.textContent));
    if (element.labels) words.push(`labels ${[...element.labels].map((label) => filled(label.textContent)).join("")}`);
    if (element.checked) words.push("checked");
    return words.join(" ");
  };
  const parts = new Set();
  const walk = (element, around) => {
    const place = hash(`${around}/${told(element)}`);
    parts.add(place);
    for (const child of element.children) walk(child, place);
  };
  walk(document.documentElement, "");
  // What rules ask of a page as a whole: the order of its headings, its landmarks, ids that stand there twice.
  const order = (selector) => [...document.querySelectorAll(selector)].map((element) => element.localName).filter((name, i, all) => name !== all[i - 1]);
  parts.add(hash(`headings ${order("h1, h2, h3, h4, h5, h6")}`));
  parts.add(hash(`landmarks ${order("main, nav, header, footer, aside, [role]")}`));
  const ids = new Set();
  for (const {id} of document.querySelectorAll("[id]")) {
    if (ids.has(id)) parts.add(`twice ${id}`);
    ids.add(id);
  }
  return {
    parts: [...parts],
    screen: [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches],
    beyond: document.documentElement.scrollWidth - innerWidth,
  };
}
