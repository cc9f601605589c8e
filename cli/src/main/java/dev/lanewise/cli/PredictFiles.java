package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.DataException;
import dev.lanewise.data.ImageFiles;
import dev.lanewise.data.ImageFit;
import dev.lanewise.data.ImageOrientation;
import dev.lanewise.data.ImageReading;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.formats.SavedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Image files as a saved model wants them. */
final class PredictFiles implements PredictSource {

  /** Bytes of images that are in memory at a time. */
  private static final int MOST_BYTES = 1 << 26;

  private final List<PredictInputs.Input> inputs;
  private final Shape shape;
  private final ImageReading reading;
  private final OptionalInt channel;
  private final List<String> classNames;
  private final PixelScale scale;

  /**
   * Reads nothing yet.
   *
   * @param inputs the files
   * @param saved the model that is to see them
   * @param coloured whether it was trained on one colour of coloured images: it sees that colour of
   *     a file, not its grey
   * @param inverted whether light becomes dark
   * @param fit how a file's size becomes the model's
   * @param orientation whether its EXIF orientation is honoured
   */
  PredictFiles(
      List<PredictInputs.Input> inputs,
      SavedModel saved,
      boolean coloured,
      boolean inverted,
      ImageFit fit,
      ImageOrientation orientation) {
    this.inputs = inputs;
    shape = saved.network().input();
    OptionalInt trained = saved.spec().recipe().data().channel();
    channel = coloured && shape.channels() == 1 ? trained : OptionalInt.empty();
    checkChannels(saved);
    Shape whole = channel.isEmpty() ? shape : new Shape(3, shape.height(), shape.width());
    reading =
        ImageReading.of(whole).withInverted(inverted).withFit(fit).withOrientation(orientation);
    int classes = saved.network().output().elements();
    List<String> names = saved.provenance().classes();
    classNames = names.size() == classes ? names : NamedData.numbered(classes);
    scale = Models.scale(saved);
  }

  private static void checkChannels(SavedModel saved) {
    Shape input = saved.network().input();
    if (input.channels() != 1 && input.channels() != 3) {
      throw new CliException(
          ExitCode.DATA,
          "Image files fit models with 1 or 3 channels of input. Received: a model for " + input);
    }
  }

  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public boolean labelled() {
    return false;
  }

  @Override
  public int chunk() {
    return Math.clamp(MOST_BYTES / shape.elements(), 1, MOST);
  }

  @Override
  public Batch read(int from, int to) {
    int count = to - from;
    byte[][] pixels = new byte[count][];
    @Nullable CliException[] faults = new CliException[count];
    // Each image has a place of its own, so the order of decoding doesn't matter.
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              PredictInputs.Input input = inputs.get(from + i);
              if (input.fault().isPresent()) {
                faults[i] = input.fault().get();
                return;
              }
              try {
                pixels[i] = pixels(input.file());
              } catch (DataException e) {
                faults[i] = new CliException(Failures.code(e), reason(input, e), e);
              }
            });
    List<Item> items = new ArrayList<>();
    List<byte[]> good = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(
          new Item(
              inputs.get(from + i).name(), OptionalInt.empty(), Optional.ofNullable(faults[i])));
      if (faults[i] == null) {
        good.add(pixels[i]);
      }
    }
    return new Batch(items, good.isEmpty() ? Optional.empty() : Optional.of(images(good)));
  }

  private byte[] pixels(Path file) {
    byte[] pixels = ImageFiles.read(file, reading);
    return channel.isPresent()
        ? Arrays.copyOfRange(
            pixels, channel.getAsInt() * shape.pixels(), (channel.getAsInt() + 1) * shape.pixels())
        : pixels;
  }

  /** What was on standard input has a file, but no name of one. */
  private static String reason(PredictInputs.Input input, DataException e) {
    String reason = String.valueOf(e.getMessage());
    return input.name().equals(PredictInputs.STANDARD_INPUT)
        ? reason.replace(input.file().toString(), "standard input")
        : reason;
  }

  private ImageSet images(List<byte[]> good) {
    int count = PredictSource.filled(good.size());
    byte[] all = new byte[Math.multiplyExact(count, shape.elements())];
    for (int i = 0; i < count; i++) {
      byte[] image = good.get(Math.min(i, good.size() - 1));
      System.arraycopy(image, 0, all, i * image.length, image.length);
    }
    return ImageSet.of("image files", shape, all, new int[count], classNames).withScale(scale);
  }
}
