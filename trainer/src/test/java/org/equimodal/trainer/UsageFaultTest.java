package org.equimodal.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equimodal.trainer.ServedToy.assertRefused;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be parsed is told in the words that users type, whichever the command. */
class UsageFaultTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // a word that is nothing here comes first, whatever is missing
        "encode text --modle X | no such option: --modle; did you mean --model",
        "encode text --modle=X | no such option: --modle; did you mean --model",
        "export RUN --view all | no such option: --view; did you mean --views",
        "tune --bakcbone vbpr --seed x | no such option: --bakcbone; did you mean --backbone",
        "encode txt | neither command nor option: txt; did you mean text",
        // what is missing
        "encode text | --modality NAME",
        "encode text --model m | --modality NAME is missing; add it",
        "encode text --modality t | --model M is missing; add it",
        "encode text --modality t --model | --model needs a value: --model M",
        "encode text --model --modality t | --model needs a value: --model M",
        "prepare interactions f.tsv --out o | --user-column COLUMN, --item-column COLUMN are missing; add them",
        "prepare interactions --out o --user-column u --item-column i | FILE is missing; add it",
        "similar RUN | ITEM is missing; add it",
        "compare | RUN is missing; add it",
        // values
        "encode text --model m --modality t --pooling x | --pooling must be one of mean, cls, max, was 'x'",
        "prepare mmrec D --out o --split odd | --split must be one of lattice, ratio, leave-last-out, global-time, was 'odd'",
        "prepare amazon --out o --category cars | --category must be one of baby, sports, clothing, beauty, was 'cars'",
        "tune --search all | --search must be one of grid, random, halving, was 'all'",
        "evaluate RUN --on train | --on must be one of validation, test, was 'train'",
        "report RUN --format html,pdf | --format must be one of html, markdown, latex, was 'pdf'",
        "validate D --format yaml | --format must be one of text, json, was 'yaml'",
        "train --seed 1.5 | --seed must be a whole number, was '1.5'",
        "train --epochs 3000000000 | --epochs must be a whole number from -2147483648 to 2147483647, was '3000000000'",
        "encode image --unreachable skip | --unreachable must be one of end, mean, was 'skip'",
        "encode image --mean 1,b,0 | --mean must be a number, was 'b'",
        "prepare movielens --out o --ratios a | --ratios must be a number, was 'a'",
        "export RUN --out o --overwrite=perhaps | --overwrite must be true or false, was 'perhaps'",
        // how often
        "train --seed 1 --seed 2 | --seed is given twice; give it once",
        "recommend RUN --users a --users=b | --users is given twice; give it once",
        "recommend RUN --users a --users-file b | --users and --users-file exclude each other; leave one out",
        "recommend RUN --include-seen --exclude all | --exclude and --include-seen exclude each other; leave one out",
      })
  void saysWhatIsWrong(String arguments, String part) {
    assertRefused(Invocation.of(arguments.split(" ")), part, " (see trainer ", " --help)");
  }

  @Test
  void sendsToTheHelpOfTheCommand() {
    assertThat(Invocation.of("prepare", "mmrec").err())
        .endsWith("(see trainer prepare mmrec --help)\n");
  }

  @Test
  void aFileWithArgumentsIsNotOne(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "--version\n");
    assertRefused(Invocation.of("@" + file), "neither command nor option: @" + file);
  }
}
