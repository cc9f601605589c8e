/**
 * Pictures of files, row by row: PNG, GIF and BMP by decoders of this package, JPEG by the JDK's,
 * WebP, TIFF and JPEG of four colours by TwelveMonkeys ImageIO. A damaged or cut file is refused.
 */
@NullMarked
package dev.lanewise.data.picture;

import org.jspecify.annotations.NullMarked;
