const painted = ['fill', 'stroke', 'color', 'opacity', 'stroke-dasharray'] as const;

/**
 * A picture of the page as a file of its own: variables of the theme become the colours that they have now, on the panel's background.
 * @param svg in the page
 */
export function svgFile(svg: SVGSVGElement, title: string): string {
  const { backgroundColor } = getComputedStyle(document.body);
  const { fontFamily, fontSize } = getComputedStyle(svg);
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new Error('The chart is no picture.');
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [at, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(originals[at]!);
    for (const name of painted) if (element.hasAttribute(name)) element.setAttribute(name, style.getPropertyValue(name));
  }
  for (const hits of copy.querySelectorAll('[data-hits]')) hits.remove();
  copy.removeAttribute('style');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('font-family', fontFamily);
  copy.setAttribute('font-size', fontSize);
  copy.setAttribute('color', getComputedStyle(svg).color);
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [attribute, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', backgroundColor],
  ] as const) {
    ground.setAttribute(attribute, value);
  }
  copy.prepend(name, ground);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}
