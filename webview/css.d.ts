/** The bundler writes imported style sheets beside the script; one that is asked for as text is a string. */
declare module '*.css';
declare module 'katex/dist/katex.min.css' {
  const text: string;
  export default text;
}
declare module 'katex/contrib/mhchem';
