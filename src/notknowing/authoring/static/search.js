/* Finds words in the course. The list of pages is there without it; nothing is asked of any server. */
(() => {
  const place = document.getElementById("search");
  const index = window.notknowingIndex;
  if (!place || !index) return;

  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’‘]/g, "'").toLowerCase();
  const pieces = index.map((one) => ({ ...one, found: plain(`${one.title} ${one.text}`) }));
  const most = 30;

  const form = document.createElement("form");
  form.setAttribute("role", "search");
  form.innerHTML =
    '<p><label for="query">Find words in the course</label></p><p><input id="query" type="search" autocomplete="off"></p>';
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const list = document.createElement("ol");
  list.className = "nk-results";
  place.append(form, said, list);
  const query = form.querySelector("input");

  function around(one, word) {
    const at = plain(one.text).indexOf(word);
    if (at < 0) return one.text.slice(0, 140);
    const from = Math.max(0, one.text.lastIndexOf(" ", Math.max(0, at - 60)) + 1);
    return `${from ? "… " : ""}${one.text.slice(from, at + 90)} …`;
  }

  function look() {
    const words = plain(query.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length) {
      said.textContent = "";
      return;
    }
    const hits = pieces.filter((one) => words.every((word) => one.found.includes(word)));
    for (const one of hits.slice(0, most)) {
      const link = document.createElement("a");
      link.href = one.url;
      link.textContent = one.title;
      const text = document.createElement("p");
      text.className = "nk-quiet";
      text.textContent = around(one, words[0]);
      const item = document.createElement("li");
      item.append(link, text);
      list.append(item);
    }
    const more = hits.length > most ? ` The first ${most} are shown.` : "";
    said.textContent = hits.length ? `Found in ${hits.length} ${hits.length === 1 ? "place" : "places"}.${more}` : "Nothing found. Try fewer words, or a part of a word.";
  }

  let soon = null;
  query.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(look, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(soon);
    look();
  });
})();
