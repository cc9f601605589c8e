package dev.lanewise.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed at any moment, and gone on with by other threads and widths, ends with
 * the files of one that was not; and what a kill leaves can be read. {@code .ci/kill} asks for more
 * kills by {@code lanewise.kills}, and for other moments by {@code lanewise.kills.seed}.
 */
class KillTest {

  private static final int[] THREADS = {1, 2, 3, 5};
  private static final List<String> WIDTHS = List.of("512", "256", "128", "scalar");

  /** When to kill. */
  private enum Moment {
    /** Before the first epoch is over, most likely while the program starts. */
    START(3),
    /** While a file is being written, which is a checkpoint or a model. */
    WRITE(9),
    /** Some time after an epoch has ended. */
    EPOCH(5),
    /** Some time after the model was written for the first time. */
    END(3);

    /** Of twenty kills. */
    private final int share;

    Moment(int share) {
      this.share = share;
    }
  }

  @TempDir Path directory;

  private final int kills = Integer.getInteger("lanewise.kills", 6);
  private final boolean isLong = System.getProperty("lanewise.kills") != null;
  private final SplittableRandom random =
      new SplittableRandom(Long.getLong("lanewise.kills.seed", 1));
  private final Map<Moment, Integer> done = new EnumMap<>(Moment.class);
  private int killed;
  private int ended;
  private int torn;
  private int trainings;
  private long millisToFirstEpoch;

  @Test
  void aTrainingThatIsKilledAtAnyMomentEndsAsIfItHadNotBeen() throws Exception {
    Training whole = new Training(directory.resolve("whole"));
    long start = System.nanoTime();
    Process process = whole.start(1, "512");
    while (process.isAlive() && whole.loggedEpochs() < 1) {
      Thread.sleep(2);
    }
    millisToFirstEpoch = Math.max(100, (System.nanoTime() - start) / 1_000_000);
    assertEquals(0, Training.end(process), whole.errors());
    while (killed < kills) {
      Training training = new Training(directory.resolve("training-" + trainings));
      killUntilItEnds(training);
      training.assertSameAs(whole, "training %d after %d kills".formatted(trainings, killed));
      training.delete();
      trainings++;
    }
    say(start);
    assertTrue(torn > 0 || kills < 10, "no kill fell into a file's writing");
  }

  private void killUntilItEnds(Training training) throws Exception {
    long steps = 0;
    while (true) {
      Process process =
          training.start(
              THREADS[random.nextInt(THREADS.length)], WIDTHS.get(random.nextInt(WIDTHS.size())));
      if (killed < kills) {
        Moment moment = moment();
        await(moment, training, process);
        if (process.isAlive()) {
          process.destroyForcibly();
        }
        int code = Training.end(process);
        if (code == 137) {
          killed++;
          done.merge(moment, 1, Integer::sum);
          torn += training.isWriting() ? 1 : 0;
          steps = training.checkFiles(steps);
          if (isLong && killed % 20 == 0) {
            say(0);
          }
          continue;
        }
        ended++;
        assertEquals(0, code, training.errors());
        return;
      }
      assertEquals(0, Training.end(process), training.errors());
      return;
    }
  }

  private Moment moment() {
    int at = random.nextInt(20);
    for (Moment moment : Moment.values()) {
      at -= moment.share;
      if (at < 0) {
        return moment;
      }
    }
    return Moment.EPOCH;
  }

  /** Returns when the moment has come, or the process has ended. */
  private void await(Moment moment, Training training, Process process) throws Exception {
    switch (moment) {
      case START -> Thread.sleep(random.nextLong(millisToFirstEpoch));
      case WRITE -> {
        int writes = 1 + random.nextInt(5);
        boolean before = training.isWriting();
        // What a kill has left may be there until this run removes it.
        while (process.isAlive() && before) {
          pause();
          before = training.isWriting();
        }
        while (process.isAlive() && writes > 0) {
          boolean now = training.isWriting();
          writes -= now && !before ? 1 : 0;
          before = now;
          if (writes > 0) {
            pause();
          }
        }
      }
      case EPOCH -> {
        int target = training.loggedEpochs() + 1 + random.nextInt(3);
        // A run that goes on writes its log anew.
        while (process.isAlive() && training.loggedEpochs() < Math.min(target, Training.EPOCHS)) {
          pause();
        }
        Thread.sleep(random.nextInt(40));
      }
      case END -> {
        Path output = training.path(Training.MODELS.getFirst());
        long before = output.toFile().lastModified();
        while (process.isAlive() && output.toFile().lastModified() == before) {
          pause();
        }
        Thread.sleep(random.nextInt(60));
      }
    }
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(1);
  }

  private void say(long start) throws IOException {
    System.out.println(
        "kill: %d of %d kills %s, %d of them inside of a file's writing; %d runs ended before; %d trainings equal%s"
            .formatted(
                killed,
                kills,
                done,
                torn,
                ended,
                trainings,
                start == 0
                    ? ""
                    : "; %.1f s a kill".formatted((System.nanoTime() - start) / 1e9 / killed)));
  }
}
