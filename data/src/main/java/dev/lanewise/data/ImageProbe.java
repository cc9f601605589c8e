package dev.lanewise.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the headers of images say, before any is decoded: enough to choose what a network shall see.
 * Sizes are those that a viewer shows, after the EXIF orientation if that is honoured.
 *
 * @param images how many could be told
 * @param unreadable how many could not: they are no images, their headers are damaged, or they are
 *     beyond the limits
 * @param minWidth the least width in pixels, 0 if no image could be told
 * @param maxWidth the greatest width
 * @param minHeight the least height
 * @param maxHeight the greatest height
 * @param medianSide the median of the images' shorter sides
 * @param grey whether every image is grey by its format (a grey picture in a colour format is not)
 * @param endings how many files there are of each ending, in lower case, sorted
 * @param classNames the directories of a folder, sorted; empty for a list of files
 */
public record ImageProbe(
    int images,
    int unreadable,
    int minWidth,
    int maxWidth,
    int minHeight,
    int maxHeight,
    int medianSide,
    boolean grey,
    Map<String, Integer> endings,
    List<String> classNames) {

  /** The sizes that {@link #sizeClass} chooses from. */
  private static final List<Integer> SIZES = List.of(28, 32, 64, 96, 128, 224);

  /** Copies the collections. */
  public ImageProbe {
    endings = Endings.sorted(endings);
    classNames = List.copyOf(classNames);
  }

  /** Looks at files. What is no image is counted, not refused. */
  public static ImageProbe of(List<Path> files, ImageOrientation orientation, ImageLimits limits) {
    return ProbedFiles.probe(files, List.of(), orientation, limits);
  }

  /**
   * Looks at the images of a folder, as {@link ImageFolder#read} finds them.
   *
   * @throws DataException if the folder isn't there, or a class has no image
   */
  public static ImageProbe folder(
      Path root, List<String> classNames, ImageOrientation orientation, ImageLimits limits) {
    FolderFiles found = FolderFiles.of(root, classNames);
    return ProbedFiles.probe(found.files(), found.classes(), orientation, limits);
  }

  /**
   * A usual size for a network's input that keeps most of what half of the images show: the
   * greatest of 28, 32, 64, 96, 128 and 224 that is at most the median of the shorter sides; 28 for
   * smaller images.
   */
  public int sizeClass() {
    return SIZES.stream().filter(size -> size <= medianSide).reduce((_, size) -> size).orElse(28);
  }

  /** Sizes in one word or two: {@code 64x48}, or {@code 20x20 to 64x48}; width first. */
  public String sizes() {
    String least = minWidth + "x" + minHeight;
    String most = maxWidth + "x" + maxHeight;
    return least.equals(most) ? least : least + " to " + most;
  }
}
