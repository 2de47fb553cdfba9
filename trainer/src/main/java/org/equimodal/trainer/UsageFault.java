package org.equimodal.trainer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments of a command, in one line of this program's own words. */
final class UsageFault {

  private static final String LISTED = ", ";

  /** What values of Java's types are called. */
  private static final Map<Class<?>, String> KINDS =
      Map.of(
          int.class, "a whole number",
          Integer.class, "a whole number",
          long.class, "a whole number",
          Long.class, "a whole number",
          float.class, "a number",
          Float.class, "a number",
          double.class, "a number",
          Double.class, "a number",
          boolean.class, "true or false",
          Boolean.class, "true or false");

  private static final Set<Class<?>> INTS = Set.of(int.class, Integer.class);

  private UsageFault() {}

  /**
   * Says it. A word that is nothing here comes first: it may be why something else is missing.
   *
   * @param arguments all that the program was given
   */
  static String of(ParameterException fault, List<String> arguments) {
    CommandLine command = fault.getCommandLine();
    if (!command.getUnmatchedArguments().isEmpty()) {
      return unknown(command, command.getUnmatchedArguments().get(0));
    }
    if (fault instanceof MissingParameterException missing) {
      return missing(missing.getMissing(), arguments);
    }
    if (fault instanceof OverwrittenOptionException twice) {
      return givenTwice(name(twice.getOverwritten()));
    }
    if (fault instanceof MutuallyExclusiveArgsException) {
      return excludingEachOther(command);
    }
    if (fault instanceof MaxValuesExceededException) {
      return groupedTwice(command, arguments).orElseGet(fault::getMessage);
    }
    return fault.getArgSpec() == null
        ? fault.getMessage()
        : "%s must be %s, was '%s'"
            .formatted(
                name(fault.getArgSpec()),
                expected(fault.getArgSpec(), fault.getValue()),
                fault.getValue());
  }

  /** With the names that are like it. */
  private static String unknown(CommandLine command, String argument) {
    String word = word(argument);
    UnmatchedArgumentException unmatched = new UnmatchedArgumentException(command, List.of(word));
    List<String> alike = unmatched.getSuggestions();
    return (unmatched.isUnknownOption() ? "no such option: " : "neither command nor option: ")
        + word
        + (alike.isEmpty() ? "" : "; did you mean " + String.join(" or ", alike) + "?");
  }

  private static String missing(List<ArgSpec> missing, List<String> arguments) {
    ArgSpec first = missing.get(0);
    if (first instanceof OptionSpec option && timesGiven(option, arguments) > 0) {
      return "%s needs a value: %s".formatted(name(first), usage(first));
    }
    String all = missing.stream().map(UsageFault::usage).collect(Collectors.joining(LISTED));
    return all + (missing.size() == 1 ? " is missing; add it" : " are missing; add them");
  }

  private static String excludingEachOther(CommandLine command) {
    return command.getCommandSpec().argGroups().stream()
            .map(ArgGroupSpec::options)
            .map(
                group -> group.stream().filter(command.getParseResult()::hasMatchedOption).toList())
            .filter(given -> given.size() > 1)
            .findFirst()
            .orElseThrow()
            .stream()
            .map(UsageFault::name)
            .collect(Collectors.joining(" and "))
        + " exclude each other; leave one out";
  }

  /** The option that is given twice among those that exclude each other. */
  private static Optional<String> groupedTwice(CommandLine command, List<String> arguments) {
    return command.getCommandSpec().argGroups().stream()
        .flatMap(group -> group.options().stream())
        .filter(option -> timesGiven(option, arguments) > 1)
        .map(option -> givenTwice(name(option)))
        .findFirst();
  }

  private static long timesGiven(OptionSpec option, List<String> arguments) {
    List<String> names = List.of(option.names());
    return arguments.stream().map(UsageFault::word).filter(names::contains).count();
  }

  /** Of an option its name. */
  private static String word(String argument) {
    return argument.startsWith("-") ? argument.replaceFirst("=.*", "") : argument;
  }

  private static String givenTwice(String name) {
    return name + " is given twice; give it once";
  }

  /** What a value should have been. */
  private static String expected(ArgSpec argument, String value) {
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type.isEnum()) {
      return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
          .map(word -> word.toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(LISTED, "one of ", ""));
    }
    boolean tooLarge = INTS.contains(type) && value.matches("[+-]?\\d+");
    return KINDS.getOrDefault(type, argument.paramLabel())
        + (tooLarge ? " from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE) : "");
  }

  /** As it is written with its value. */
  private static String usage(ArgSpec argument) {
    return argument.isOption() ? name(argument) + " " + argument.paramLabel() : name(argument);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
