package dev.lanewise.proof.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Every parser. */
public final class Targets {

  private Targets() {}

  /** All of them. */
  public static List<Target> all() {
    List<Target> all = new ArrayList<>(ModelTargets.all());
    all.addAll(TableTargets.all());
    all.addAll(ImageTargets.all());
    all.addAll(CommandTargets.all());
    return all;
  }
}
