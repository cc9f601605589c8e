/**
 * Data sets of labelled images: readers for IDX and CIFAR binary files, image folders and CSV, a
 * caller's arrays, digits that the program draws itself, where data is looked for, and downloads
 * with checksums. Images are kept as bytes and become floats only when they are written into a lane
 * group.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.data;
