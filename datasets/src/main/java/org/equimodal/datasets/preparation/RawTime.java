package org.equimodal.datasets.preparation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Times as raw data write them: numbers of any unit, or dates of ISO 8601, perhaps with a time of
 * day after a {@code T} or a space, perhaps with an offset.
 */
final class RawTime {
  private static final int TIME_OF_DAY = "2018-01-31".length();
  private static final double NANOSECONDS = 1e9;

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][X]") // +01:00, else +01 or +0130
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private RawTime() {}

  /**
   * The time that a text is, but for white space around it: a number as it stands, a date in
   * seconds since 1970, at midnight where it has no time of day, in UTC where it has no offset;
   * empty if it is neither.
   */
  static OptionalDouble of(String text) {
    String time = text.strip();
    return isDate(time) ? seconds(time) : RawNumber.of(time);
  }

  /**
   * Whether a text without white space around it has the hyphens of a date, which no number has.
   */
  static boolean isDate(String text) {
    int first = text.indexOf('-', 1);
    return first > 0 && text.indexOf('-', first + 1) == first + 3;
  }

  private static OptionalDouble seconds(String text) {
    boolean spaced = text.length() > TIME_OF_DAY && text.charAt(TIME_OF_DAY) == ' ';
    try {
      TemporalAccessor parsed =
          ISO.parse(
              spaced
                  ? text.substring(0, TIME_OF_DAY) + 'T' + text.substring(TIME_OF_DAY + 1)
                  : text);
      LocalTime time =
          Objects.requireNonNullElse(parsed.query(TemporalQueries.localTime()), LocalTime.MIDNIGHT);
      ZoneOffset offset =
          Objects.requireNonNullElse(parsed.query(TemporalQueries.offset()), ZoneOffset.UTC);
      long seconds = LocalDate.from(parsed).toEpochSecond(time, offset);
      return OptionalDouble.of(seconds + time.getNano() / NANOSECONDS);
    } catch (DateTimeException e) {
      return OptionalDouble.empty();
    }
  }
}
