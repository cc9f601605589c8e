package dev.lanewise.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.formats.ModelJson;
import dev.lanewise.formats.Provenance;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Summary;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.plan.BoundNetwork;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code summary}. */
@Command(
    name = "summary",
    description = {"Prints the layers and parameters of a model.", ""},
    sortOptions = false)
final class SummaryCommand extends BaseCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "PRESET|FILE",
      description = "A preset, a model file (.json) or a saved model (.safetensors).")
  private @Nullable String model;

  @Option(names = "--list", description = "List the presets instead.")
  private boolean list;

  @Option(
      names = "--plan",
      description = "Also print the memory plan of a training step, for one lane group.")
  private boolean plan;

  @Option(
      names = "--as-model",
      description =
          "Print the model file instead, recipe included: what train --model FILE.json reads.")
  private boolean asModel;

  SummaryCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    if (list) {
      return list();
    }
    if (model == null) {
      throw CliException.usage(
          "summary needs a preset, a model file or a saved model. Received: none. Presets: "
              + String.join(", ", Presets.all().stream().map(ModelSpec::name).toList()));
    }
    Optional<SavedModel> saved =
        Models.isSaved(session(), model)
            ? Optional.of(Models.saved(session(), model))
            : Optional.empty();
    ModelSpec spec =
        saved.map(SavedModel::spec).orElseGet(() -> Models.description(session(), model));
    if (asModel) {
      String file = ModelJson.text(spec).strip();
      if (!json()) {
        text().println(JsonMembers.printable(file));
      }
      result(JsonParser.parseString(file).getAsJsonObject());
    } else {
      table(spec, saved);
    }
    return ExitCode.OK;
  }

  private int list() {
    for (ModelSpec spec : Presets.all()) {
      text().println(Text.format("%-22s %s", spec.name(), spec.description()));
    }
    result(
        new JsonMembers()
            .put(
                "presets",
                Presets.all(),
                spec ->
                    new JsonMembers()
                        .put("name", spec.name())
                        .put("description", spec.description())
                        .build())
            .build());
    return ExitCode.OK;
  }

  private void table(ModelSpec spec, Optional<SavedModel> saved) {
    Network network = saved.map(SavedModel::network).orElseGet(() -> Models.network(spec, 1));
    Models.checkTrainable(spec, network);
    Summary summary = network.summary();
    text().println(spec.name() + (spec.description().isEmpty() ? "" : ": " + spec.description()));
    text().println(summary);
    saved.map(SavedModel::provenance).ifPresent(this::origin);
    String memory = "";
    if (plan) {
      memory = new BoundNetwork(network, true, new EngineOptions().simd()).plan().toString();
      text().println(memory);
    }
    JsonMembers json =
        new JsonMembers()
            .put("model", spec.name())
            .put("input", shape(summary.input()))
            .put("parameters", summary.parameters())
            .put("buffers", summary.buffers())
            .put("layers", summary.rows(), SummaryCommand::row)
            .put("description", JsonParser.parseString(ModelJson.text(spec)));
    result(plan ? json.put("plan", memory).build() : json.build());
  }

  private void origin(Provenance p) {
    text()
        .println(
            "Trained on %s, seed %s, %s epochs, by Lanewise %s%s"
                .formatted(
                    p.dataset(),
                    p.seed(),
                    p.epochs(),
                    p.machine().lanewise(),
                    p.test()
                        .map(t -> "; test accuracy " + Text.fraction(t.accuracy()))
                        .orElse("")));
  }

  private static JsonObject row(Summary.Row row) {
    return new JsonMembers()
        .put("name", row.name())
        .put("kind", row.kind())
        .put("output", shape(row.output()))
        .put("parameters", row.parameters())
        .put("buffers", row.buffers())
        .put("inputs", JsonMembers.array(row.inputs(), JsonPrimitive::new))
        .build();
  }

  private static JsonArray shape(Shape shape) {
    List<Integer> sizes =
        shape.isFlat()
            ? List.of(shape.channels())
            : List.of(shape.channels(), shape.height(), shape.width());
    return JsonMembers.array(sizes, JsonPrimitive::new);
  }
}
