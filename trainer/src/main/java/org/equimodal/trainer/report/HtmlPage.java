package org.equimodal.trainer.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.equimodal.trainer.report.Report.Link;
import org.equimodal.trainer.report.Report.Listing;
import org.equimodal.trainer.report.Report.Section;

/** A report as one page of HTML that needs nothing else; what it looks like is in page.html. */
final class HtmlPage {

  private static final String TEMPLATE = "page.html";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(title|body)}}");

  private HtmlPage() {}

  /**
   * The page.
   *
   * @param folder where it will lie, from which its links lead on
   */
  static String of(Report report, Path folder) {
    Map<String, String> content =
        Map.of("title", Html.escaped(report.title()), "body", body(report, folder));
    return PLACE
        .matcher(template())
        .replaceAll(place -> Matcher.quoteReplacement(content.get(place.group(1))));
  }

  private static String body(Report report, Path folder) {
    StringBuilder html = new StringBuilder("<header>\n");
    html.append("<h1>").append(Html.escaped(report.title())).append("</h1>\n");
    html.append("<p class=\"lead\">")
        .append(Html.escaped(report.lead()))
        .append("</p>\n</header>\n");
    if (!report.summary().isEmpty()) {
      String summary = Html.escaped(String.join(" ", report.summary()));
      html.append("<p class=\"summary\">").append(summary).append("</p>\n");
    }
    report.sections().forEach(section -> html.append(section(section)));
    report.listings().forEach(listing -> html.append(listing(listing)));
    if (!report.links().isEmpty()) {
      html.append("<nav aria-label=\"See also\"><h2>See also</h2>\n<ul>\n");
      report.links().forEach(link -> html.append(link(link, folder)));
      html.append("</ul></nav>\n");
    }
    return html.toString();
  }

  private static String section(Section section) {
    StringBuilder html = new StringBuilder("<section>\n<h2>");
    html.append(Html.escaped(section.title())).append("</h2>\n");
    section.tables().forEach(table -> html.append(HtmlTable.of(table)));
    if (!section.charts().isEmpty()) {
      String size = section.size().name().toLowerCase(Locale.ROOT);
      html.append("<div class=\"charts ").append(size).append("\">\n");
      section.charts().forEach(chart -> html.append(HtmlChart.of(chart, section.size())));
      html.append("</div>\n");
    }
    return html.append("</section>\n").toString();
  }

  private static String listing(Listing listing) {
    return "<details><summary>"
        + Html.escaped(listing.name())
        + "</summary><pre tabindex=\"0\">"
        + Html.escaped(listing.text())
        + "</pre></details>\n";
  }

  private static String link(Link link, Path folder) {
    Path relative = absolute(folder).relativize(absolute(link.target()));
    String address =
        StreamSupport.stream(relative.spliterator(), false)
            .map(name -> URLEncoder.encode(name.toString(), StandardCharsets.UTF_8))
            .map(name -> name.replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return "<li><a href=\"" + address + "\">" + Html.escaped(link.name()) + "</a></li>\n";
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static String template() {
    try (InputStream stream = HtmlPage.class.getResourceAsStream(TEMPLATE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(TEMPLATE, e);
    }
  }
}
