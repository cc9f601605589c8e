package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line and code 64 for each option of a training that is out of range. */
class BadLearningOptionsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--weight-decay -1|--weight-decay must be at least 0 and finite. Received: -1.0",
        "--warmup -1|--warmup must be at least 0. Received: -1",
        "--warmup 5 --epochs 5|--warmup must be less than the number of epochs, 5. Received: 5",
        "--schedule one-cycle --warmup 1|--warmup is for other schedules: one-cycle begins with a"
            + " warm-up. Received: one-cycle",
        "--schedule cosin|--schedule: unknown word cosin. Did you mean cosine?",
        "--schedule step|--schedule must be written step:EVERY[:GAMMA]. Received: step",
        "--schedule step:x|--schedule must be written step:EVERY[:GAMMA]. Received: step:x",
        "--schedule step:1.5|--schedule: a whole number is needed in step:EVERY[:GAMMA]. Received:"
            + " 1.5",
        "--schedule step:0|--schedule: The number of steps between changes must be at least 1."
            + " Received: 0",
        "--schedule multi-step:3:2|--schedule: Milestones must be at least 1 and ascend. Received:"
            + " [3, 2]",
        "--schedule plateau:1:2|--schedule: The factor must be above 0 and below 1. Received: 2.0",
        "--clip-norm 0|--clip-norm must be positive and finite. Received: 0.0",
        "--clip-value NaN|--clip-value must be positive and finite. Received: NaN",
        "--clip-norm 1 --clip-value 1|--clip-norm and --clip-value exclude each other. Received:"
            + " both",
        "--ema 1|--ema must be at least 0 and less than 1. Received: 1.0",
        "--accumulate 0|--accumulate must be between 1 and 1024. Received: 0",
        "--label-smoothing 1.5|--label-smoothing must be between 0 and 1. Received: 1.5",
        "--class-weights 1,2|--class-weights must have a number for each class. Expected: 10."
            + " Received: 2",
        "--class-weights 1,-2|Every number of --class-weights must be at least 0 and finite."
            + " Received: -2.0",
        "--ignore-class 10|--ignore-class must be between 0 and 9. Received: 10",
        "--patience -1|--patience must be at least 0. Received: -1",
        "--min-delta -1|--min-delta must be at least 0 and finite. Received: -1.0",
        "--monitor los|--monitor must be loss or accuracy. Received: los. Did you mean loss?",
        "--augment flipp|--augment: unknown word flipp. Did you mean flip?",
        "--augment crop|--augment must be written crop:PADDING. Received: crop",
        "--augment flip:2|--augment: The probability of a horizontal flip must be between 0 and 1."
            + " Received: 2",
        "--augment none,flip|--augment none stands alone. Received: [none, flip]",
        "--augment mixup:-1|--augment: The alpha of mixup must be between 0.001 and 1000."
            + " Received: -1",
        "--normalize units|--normalize must be unit, centered, signed, standardised or"
            + " MEAN,.../DEVIATION,... Received: units. Did you mean unit?",
        "--normalize 0.5/x|--normalize must be written MEAN,.../DEVIATION,... Received: 0.5/x",
        "--normalize 0.5/0|--normalize: The standard deviation must be positive and finite."
            + " Received: 0.0",
        "--normalize 0.5/0.1,0.2|--normalize: There must be as many means as deviations, at least"
            + " one. Received: 1 and 2",
        "--model scratch-sigmoid --data digits --label-smoothing 0.1|--label-smoothing needs"
            + " another loss: SoftmaxCrossEntropy. Received: MeanSquaredError",
      })
  void oneLine(String arguments, String message) {
    Program.Run run = new Program(directory).run(("train " + arguments).split(" "));
    assertEquals("lanewise: " + message, run.error());
    assertEquals(64, run.code());
    assertEquals("", run.out());
  }
}
