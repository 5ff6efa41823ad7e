/** @file What is said of project files and stored projects: what is wrong, why, what to do. */
import type { ProjectIssueContexts } from "../../core/project/issues.ts";

export const projectIssues = {
  fault: "Something outside the project failed. Try again.",
  notJson:
    "This is not a project: its text cannot be read as JSON ({{detail}}). The file may be cut off or edited by hand. Take another copy of it.",
  tooDeep: "This is not a project of the studio: its parts are nested deeper than {{detail}} levels.",
  tooLarge:
    "The project's text is longer than {{detail}} characters, which no project of the studio is. Take another copy of it.",
  notAProject:
    "This is not a project of the studio ({{detail}} is missing or unknown). Choose a file that “Export project” wrote.",
  newerVersion:
    "This project was saved by a newer Layerwise: its format is {{found}}, this one knows {{known}}. It can be looked at but not edited here. Update the studio to work on it.",
  invalidField:
    "A part of the project is not what it must be: {{path}} ({{reason}}). The file may have been edited by hand. Take another copy of it.",
  notAnArchive:
    "This file is not a project. A project is a .layerwise file that “Export project” wrote; a table is opened on the Data step.",
  otherKindOfFile:
    "This is a {{looksLike}} file, not a project. A project is a .layerwise file that “Export project” wrote; a table is opened on the Data step.",
  archiveTruncated: "The project file is cut off: its end is missing. Copy or download it again.",
  archiveDamaged:
    "The project file is damaged: “{{entry}}” in it does not have the bytes it should have. Copy or download it again.",
  archiveEncrypted:
    "The file is protected by a password, which the studio never does. Unpack it and export the project anew.",
  archiveTooLarge:
    "Unpacked, the file would be larger than {{megabytes}} MB. It was not opened, to protect this device.",
  archiveTooManyEntries: "The file holds {{count}} parts; the studio opens at most {{limit}}. It was not opened.",
  duplicateEntry: "The file holds “{{entry}}” twice, so it is unclear which one counts. Export the project anew.",
  entriesIgnored: "Parts of the file that are not the studio's were left out: {{count}}, such as “{{example}}”.",
  projectMissing:
    "There is no project in this file: “project.json” is missing. Choose a file that “Export project” wrote.",
  weightsDamaged:
    "The weights of run “{{run}}” are damaged (wrong length, or numbers that are none). The run was left out; the rest was opened.",
  startWeightsDamaged:
    "The weights of “{{source}}” that training was to start from are damaged (wrong length, or numbers that are none). Training starts from random weights; the rest was opened.",
  weightsMissing: "The weights of run “{{run}}” are missing from the file. The run was left out; the rest was opened.",
  partsDamaged:
    "The list of the rows that run {{run}} was trained and tested on is damaged and was left out. The run itself is whole; train again to have the list.",
  runDamaged: "The record of a run is damaged ({{run}}, {{path}}). The run was left out; the rest was opened.",
  datasetMissing:
    "The project's table is not in the file. The settings are kept: choose the table again on the Data step.",
  layerNotInTfjs:
    "TensorFlow.js has no layer {{layer}} (“{{name}}”), so this model cannot be exported as its model. Export ONNX instead, or train again without the layer.",
  settingNotInTfjs:
    "“$t(layers:fields.{{setting}})” of {{name}} is set to what TensorFlow.js's {{layer}} does not know, so its predictions would be other ones. Export ONNX instead, or change the setting and train again.",
  maskNotInTfjs:
    "Masked steps reach {{name}}, and TensorFlow.js's {{layer}} treats them in another way. Export ONNX instead, or train again without the mask.",
} as const satisfies Record<keyof ProjectIssueContexts, string>;
