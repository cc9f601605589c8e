package dev.lanewise.cli;

import dev.lanewise.data.DataSet;
import dev.lanewise.formats.RecipeWords;
import java.util.Arrays;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.function.Predicate;

/** Lists in help texts that are made from what is declared elsewhere: {@code ${bundle:...}}. */
final class HelpWords extends ListResourceBundle {

  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {"optimizers", or(RecipeWords.OPTIMIZERS.shown())},
      {"schedules", String.join(", ", RecipeWords.schedules())},
      {"changes", String.join(", ", RecipeWords.changes())},
      {"datasets", or(ids(set -> true))},
      {"fetched", or(ids(set -> !set.isGenerated()))},
    };
  }

  private static List<String> ids(Predicate<DataSet> which) {
    return Arrays.stream(DataSet.values()).filter(which).map(DataSet::id).toList();
  }

  private static String or(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
