package dev.lanewise.data;

/**
 * What was read of a CSV file, and how: other files of the same kind, such as test images, can be
 * read in the same way.
 *
 * @param images the images
 * @param options the options with what was found in the file in the place of {@code AUTO}; only
 *     whether there is a header stays as it was asked for
 */
public record CsvImages(ImageSet images, CsvOptions options) {}
