package org.equimodal.trainer.report;

/** Text in HTML. */
final class Html {

  private Html() {}

  /** Text as it can stand in an element or in a quoted attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
