package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.DataPlaces;
import dev.lanewise.data.DataSet;
import dev.lanewise.data.DataSource;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.docs.RecipeExample;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.train.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe means the same to a program that embeds Lanewise as to the command line. */
class RecipeFromJavaTest {

  private static final long SEED = 5;

  @TempDir private Path directory;

  @Test
  void javaTrainsAndMeasuresWhatTheCommandLineDoes() throws Exception {
    Files.writeString(
        directory.resolve("m.json"),
        """
        {
          "name": "m", "input": [1, 28, 28],
          "layers": [{"type": "conv2d", "channels": 4, "kernel": 3, "stride": 2}, "relu", "flatten",
            {"type": "dense", "outputs": 10}],
          "recipe": {
            "data": {"dataset": "digits", "limit": 300, "testLimit": 200, "scaling": "standardised"},
            "augment": [{"type": "crop", "padding": 2}, {"type": "affine", "degrees": 10}, "erase",
              {"type": "mixup", "alpha": 0.2}, "balanced"],
            "optimizer": {"type": "adamw", "learningRate": 0.003},
            "epochs": 3, "batch": 16, "validation": {"fraction": 0.2, "which": "stratified"}
          }
        }
        """);
    JsonObject trained =
        new Program(directory)
            .run(
                "train",
                "--model",
                "m.json",
                "--seed",
                "" + SEED,
                "--out",
                "s.safetensors",
                "--json")
            .good()
            .json();
    SavedModel saved = SavedModel.load(directory.resolve("s.safetensors"));
    Map<Split, ImageSet> sets =
        new DataSource(DataPlaces.of(directory, Map.of(), directory)).loadAll(DataSet.DIGITS);

    Network network = RecipeExample.train(saved.spec(), sets.get(Split.TRAIN), SEED, Simd.choose());
    assertArrayEquals(saved.network().parameters().values(), network.parameters().values());

    Evaluation measured =
        RecipeExample.measure(saved, sets.get(Split.TEST).limit(200), Simd.choose());
    assertEquals(trained.get("testLoss").getAsDouble(), measured.loss());
    assertEquals(trained.get("testAccuracy").getAsDouble(), measured.accuracy());
  }
}
