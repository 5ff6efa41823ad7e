/** @file English texts of what reading and decoding images and arrays finds. */
import type { ImageIssueContexts } from "../../core/data/imageIssues.ts";

export const imageIssues = {
  noImages:
    "No image that can be read was found in “{{fileName}}”. Choose PNG, JPEG, GIF, WebP or BMP files, a folder or a zip of them, or IDX, NumPy or CIFAR-10 files.",
  tooManyImages: "There are {{count}} images, and {{limit}} is the limit. Take only the first {{limit}}.",
  imagesTooLarge:
    "The images would take about {{needed}} MB of memory, and the limit is {{limit}} MB. Take only the first {{images}}, or make the images smaller first.",
  arrayTooLarge:
    "The array in “{{fileName}}” is larger than {{limit}} MB, which is the limit. Save a part of it, or its images in fewer pixels.",
  arrayDamaged: "“{{fileName}}” begins like an array file, but its header cannot be read. Save the array again.",
  arrayLength:
    "By its header “{{fileName}}” needs {{expected}} bytes, but it has {{found}}. It is cut off or damaged: get the file again.",
  arrayType:
    'The values in “{{fileName}}” are of the type {{type}}, which cannot be used here. Save them as numbers, for example with array.astype("uint8").',
  arrayShape:
    "The array in “{{fileName}}” has the shape {{shape}}. Images need (number, height, width) or (number, height, width, 1, 3 or 4); a table needs (rows, columns).",
  arrayNotFinite:
    "Some pixels in “{{fileName}}” are not a number or infinite. Replace them, for example with numpy.nan_to_num, and save the array again.",
  arrayShapesDiffer:
    "The arrays hold images of different sizes: {{shapes}}. Choose arrays of one size, or save the images as files.",
  labelsAlone:
    "“{{fileName}}” holds labels and no images. Choose the file of the images together with it: both at once.",
  labelsMismatch:
    "“{{imagesFile}}” holds {{images}} images, but “{{labelsFile}}” {{labels}} labels. Choose the two files that belong together.",
  imageUnreadable: "The image “{{fileName}}” cannot be read. Open it in an image program and save it as PNG or JPEG.",
  imageTooManyPixels:
    "The image “{{fileName}}” has more than {{limit}} million pixels, which is the limit. Make it smaller first.",

  imagesEmpty: "Files without any content were left out. Files: {{count}} ({{examples}}). Copy them again.",
  imagesNotImages:
    "Files that are called images but hold something else were left out. Files: {{count}} ({{examples}}). Open them to see what they are.",
  imagesTruncated:
    "Images whose end is missing were left out. Images: {{count}} ({{examples}}). Copy or download them again.",
  imagesDamaged:
    "Images with damaged bytes were left out. Images: {{count}} ({{examples}}). Copy or download them again.",
  imagesUndecodable:
    "Images that this browser cannot decode were left out. Images: {{count}} ({{examples}}). Open them in an image program and save them as PNG or JPEG.",
  imagesTooManyPixels:
    "Images of more than {{limit}} million pixels were left out: decoding them would fill the memory. Images: {{count}} ({{examples}}). Make them smaller first.",
  imagesSvg:
    "SVG drawings were left out: they are programs, not pixels. Files: {{count}} ({{examples}}). Export them as PNG.",
  imagesOtherFormat:
    "Images in a format that browsers do not read alike (TIFF, HEIC, AVIF and others) were left out. Images: {{count}} ({{examples}}). Convert them to PNG or JPEG.",
  entriesEncrypted:
    "Files in the zip archive that are protected by a password were left out. Files: {{count}} ({{examples}}). Unpack the archive and choose the folder.",
  junkFilesIgnored:
    "Files that an operating system leaves in folders, such as Thumbs.db, were ignored. Files: {{count}}. Nothing needs to be done.",
  otherFilesIgnored:
    "Files that are no images were ignored. Files: {{count}} ({{examples}}). Nothing needs to be done if they do not belong to the data.",
  tableRowsUnmatched:
    "Rows of “{{fileName}}” name an image that is not among the files; they were left out. Rows: {{count}} ({{examples}}). Choose the missing images too, or correct the names.",
  tableNotUsed:
    "The table “{{fileName}}” was not used: none of its columns holds names of the images. Name the images in one column, as they are called, with or without folder and ending.",
  imagesTaken:
    "Images taken: {{count}} of {{total}}, evenly from all folders. Read the files without this limit to use all.",

  imagesUnmatched:
    "Images that “{{fileName}}” does not name have no values in its columns. Images: {{count}} ({{examples}}). Add rows for them, or leave them out.",
  duplicateFileNames:
    "Several files have the same name; all were kept. Names: {{count}} ({{examples}}). Check that none is there twice.",
  imagesReduced:
    "Images of more than 8 bits, with transparency or in CMYK were brought to 8 bits of red, green and blue; what was transparent is white. Images: {{count}} ({{examples}}). Nothing needs to be done if that is meant.",
  imagesAnimated:
    "Of moving images only the first frame is used. Images: {{count}} ({{examples}}). Save frames as images of their own to use them all.",
  imagesTurned: "Photographs were turned as their camera noted it. Images: {{count}}. Nothing needs to be done.",
  imageSizesMixed:
    "The images have {{sizes}} different sizes, from {{smallest}} to {{largest}}. All are brought to one size: choose whether to stretch, crop or pad them.",
  oneClassFolder:
    "All images stand in one folder, “{{folder}}”, so there is one class only. To learn to tell classes apart, add the images of the others.",
  imagesWithoutFolder:
    "Images outside of the class folders have no class, and are left out of training. Images: {{count}} ({{examples}}). Move them into a folder, or into a class here.",
  emptyFolders:
    "Folders without an image that can be read make no class. Folders: {{count}} ({{examples}}). Put images in, or leave them.",
  foldersNested:
    "Folders stand inside folders; the innermost one names the class, as in “{{example}}”. Arrange them in another way if that is wrong.",
  arrayWithoutLabels:
    "The images came without labels. Images: {{count}}. Choose the file of labels together with them, or sort the images into classes here.",
  arrayRescaled:
    "The pixels in “{{fileName}}” go from {{min}} to {{max}}; they were brought to 0 to 255. Nothing needs to be done unless other images are on another scale.",
} as const satisfies Record<keyof ImageIssueContexts, string>;
