// Lets Monaco style the page under a policy that allows no inline styles: its <style> elements get the nonce of
// the page, and the style attributes of the HTML that it writes (tops of lines, widths of selections) are set as
// properties, which a policy does not restrict. Import it before anything that loads Monaco.
const { nonce } = document.querySelector("script[nonce]");
const TAG = /<[^<>]+>/g; // Monaco escapes both characters in texts
const HELD = "data-style";

const { createElement } = Document.prototype;
Document.prototype.createElement = function (...given) {
  const element = createElement.apply(this, given);
  if (element.localName === "style") element.nonce = nonce;
  return element;
};

const withoutStyles = (html) => String(html).replace(TAG, (tag) => tag.replace(/\sstyle=/g, ` ${HELD}=`));

const setStyles = (root) => {
  for (const element of root?.querySelectorAll(`[${HELD}]`) ?? []) {
    element.style.cssText = element.getAttribute(HELD);
    element.removeAttribute(HELD);
  }
};

const inner = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
Object.defineProperty(Element.prototype, "innerHTML", {
  ...inner,
  set(html) {
    inner.set.call(this, withoutStyles(html));
    setStyles(this);
  },
});

const { insertAdjacentHTML } = Element.prototype;
Element.prototype.insertAdjacentHTML = function (position, html) {
  insertAdjacentHTML.call(this, position, withoutStyles(html));
  setStyles(this.parentElement ?? this);
};
