// How the editor looks: colours from the page's tokens, which reach into its shadow root as custom properties.
import { EditorView, HighlightStyle, syntaxHighlighting, tags } from "../../../vendor/codemirror.js";

const frame = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: "0.6rem 0 4rem", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem 0 0.5rem" },
  ".cm-gutters": { backgroundColor: "var(--paper)", border: "none", color: "var(--faint)", paddingLeft: "0.5rem" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-matchingBracket": { outline: "1px solid var(--line-strong)", backgroundColor: "transparent !important" },
  ".cm-specialChar": { color: "var(--bad)", outline: "1px dashed var(--bad)", borderRadius: "2px" },

  ".cm-port": { color: "var(--role)", fontWeight: "650", borderRadius: "3px" },
  ".cm-port[data-role=nodePort]": { "--role": "var(--nodeport)", "--role-soft": "var(--nodeport-soft)" },
  ".cm-port[data-role=port]": { "--role": "var(--port)", "--role-soft": "var(--port-soft)" },
  ".cm-port[data-role=targetPort]": { "--role": "var(--targetport)", "--role-soft": "var(--targetport-soft)" },
  ".cm-port *": { color: "inherit" },
  ".cm-port.lit": { backgroundColor: "var(--role-soft)", boxShadow: "inset 0 -2px var(--role)" },
  ".cm-mark": {
    display: "inline-grid", placeItems: "center", width: "1.25rem", height: "1.1rem", marginLeft: "0.6rem", verticalAlign: "-0.18em",
    font: "700 0.6875rem/1 var(--sans)", color: "var(--on-port)", backgroundColor: "var(--role)", userSelect: "none",
  },
  ".cm-mark[data-role=nodePort]": { "--role": "var(--nodeport)", clipPath: "polygon(25% 4%, 75% 4%, 100% 50%, 75% 96%, 25% 96%, 0 50%)" },
  ".cm-mark[data-role=port]": { "--role": "var(--port)", width: "1.1rem", borderRadius: "50%" },
  ".cm-mark[data-role=targetPort]": { "--role": "var(--targetport)", width: "1.05rem", height: "1.05rem", borderRadius: "2px" },

  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "3px", backgroundColor: "var(--bad-soft)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad)" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.35em 0 0 0.1em" },
  ".cm-lint-marker": { width: "0.65rem", height: "0.65rem", borderRadius: "50%", content: "''", backgroundColor: "var(--bad)" },
  ".cm-lint-marker-warning": { backgroundColor: "var(--warn)", borderRadius: "2px" },
  ".cm-lint-marker-info": { backgroundColor: "var(--accent)" },
  ".cm-tooltip": { border: "1px solid var(--line)", borderRadius: "10px", backgroundColor: "var(--raised)", color: "var(--ink)", boxShadow: "var(--shadow-2)", maxWidth: "min(30rem, 90vw)", overflow: "hidden", zIndex: "9" },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--line)" },
  ".cm-placeholder": { color: "var(--faint)", fontFamily: "var(--sans)" },

  ".cm-docs": { padding: "0.6rem 0.8rem", fontFamily: "var(--sans)", fontSize: "0.8125rem", lineHeight: "1.6", whiteSpace: "normal", overflowWrap: "anywhere", maxHeight: "min(22rem, 50vh)", overflowY: "auto" },
  ".cm-docs p, .cm-docs ul": { margin: "0" },
  ".cm-docs > p, .cm-docs > ul, .cm-docs > a": { marginTop: "0.35rem" },
  ".cm-docs ul": { paddingLeft: "0", listStyle: "none" },
  ".cm-docs li": { padding: "0 0.4rem 0 0.5rem", borderLeft: "2px solid var(--line)" },
  ".cm-docs li.now": { borderLeftColor: "var(--accent)", backgroundColor: "var(--accent-soft)" },
  ".cm-docs code": { fontFamily: "var(--mono)", fontSize: "0.75rem" },
  ".cm-docs-head": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "0.2rem 0.5rem" },
  ".cm-docs-head code": { fontSize: "0.8125rem", fontWeight: "650" },
  ".cm-docs-head .cm-mark": { marginLeft: "0", flex: "none" },
  ".cm-docs-type, .cm-docs-default": { color: "var(--muted)", fontSize: "0.75rem" },
  ".cm-docs-required": { color: "var(--accent)", fontSize: "0.75rem", fontWeight: "600" },
  ".cm-docs a": { display: "block", color: "var(--muted)", fontSize: "0.6875rem", overflowWrap: "anywhere" },
  ".cm-asked > * + *": { borderTop: "1px solid var(--line)" },
  ".cm-asked > div:not(.cm-docs)": { padding: "0.6rem 0.8rem", fontFamily: "var(--sans)", fontSize: "0.8125rem", lineHeight: "1.5" },
  ".said": { display: "block", fontFamily: "var(--mono)", fontSize: "0.75rem", color: "var(--bad)", overflowWrap: "anywhere" },
  ".explained": { display: "block", marginTop: "0.35rem" },

  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { borderRadius: "10px", fontFamily: "var(--mono)", fontSize: "0.8125rem", maxHeight: "16rem", maxWidth: "min(30rem, 92vw)", minWidth: "12rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", alignItems: "center", gap: "0.5rem", padding: "0.2rem 0.7rem", lineHeight: "1.6" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-completionLabel": { flex: "none" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "650" },
  ".cm-completionDetail": { marginLeft: "auto", paddingLeft: "0.75rem", fontStyle: "normal", fontFamily: "var(--sans)", fontSize: "0.75rem", color: "var(--muted)", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  ".cm-tooltip-autocomplete .cm-mark": { margin: "0", flex: "none" },
  ".cm-tooltip-autocomplete .cm-mark[data-role=port]": { margin: "0 0.075rem" },
  ".cm-tooltip-autocomplete .cm-mark[data-role=targetPort]": { margin: "0 0.1rem" },
  ".cm-choice-document .cm-completionLabel": { fontFamily: "var(--sans)", fontWeight: "600" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", boxSizing: "border-box", width: "max-content" },

  ".cm-diagnostic": { padding: "0.6rem 0.8rem", borderLeft: "3px solid var(--bad)", fontFamily: "var(--sans)", fontSize: "0.8125rem", lineHeight: "1.5" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnosticAction": { display: "block", margin: "0.5rem 0 0", padding: "0.3rem 0.75rem", border: "0", borderRadius: "6px", backgroundColor: "var(--accent)", color: "var(--on-accent)", font: "600 0.75rem var(--sans)", cursor: "pointer" },
});

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.comment, color: "var(--faint)" },
    { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--muted)" },
    { tag: [tags.string, tags.content, tags.number, tags.bool, tags.null], color: "var(--ink)" },
    { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--faint)" },
    { tag: [tags.meta, tags.keyword, tags.typeName, tags.labelName], color: "var(--accent)" },
  ]),
);

export const looks = [frame, colours];
