// What is said for each thing that can go wrong: what happened, what it means, what to do. Plain, and nobody's fault.

import type { Code } from "./errors.ts";

export interface Message {
  readonly title: string;
  readonly meaning: string;
  readonly todo: string;
}

const NOT_RELY = "Please do not rely on this file. Tell the writer what you see here, and ask for the share again.";

export const MESSAGES: Readonly<Record<Code, Message>> = {
  "wrong-key": {
    title: "This key does not open the share",
    meaning: "The share was made for another key than the one you chose. Its first lines may also be damaged.",
    todo:
      "Choose another key file if you have one, or ask the writer which key they have of you and compare " +
      "its six words.",
  },
  "wrong-passphrase": {
    title: "That passphrase does not open it",
    meaning: "The words are not those that it was locked with, or the first lines of the file are damaged.",
    todo: "Compare them letter by letter with what the writer told you, and try again.",
  },
  "wrong-key-passphrase": {
    title: "That passphrase does not open your key",
    meaning: "It is not the one that you chose when you made this key file, or the first lines of the file are damaged.",
    todo:
      "Tick “Show what I type” and try again: capitals and spaces count. If you have several key files, see that it is " +
      "the right one. Nobody can reset the passphrase; where it is lost, make a new key and give the writer its line.",
  },
  "needs-key": {
    title: "This share opens with a key",
    meaning: "It was made for a key file, not for a passphrase.",
    todo: "Choose the key file that you saved when you made your key.",
  },
  "needs-passphrase": {
    title: "A passphrase is needed",
    meaning: "The file is locked with a passphrase.",
    todo: "Type the passphrase that you chose, or the words that the writer told you.",
  },
  "not-age": {
    title: "This is not a share",
    meaning:
      "The file is of another kind, or it is damaged at its very beginning. A share has a name like " +
      "share-k3vq7x2m.age.",
    todo: "Choose the file that came with the message, or save it from there once more.",
  },
  "not-a-bundle": {
    title: "This is not a share",
    meaning: "The file opened, but what it holds was not made to be read here.",
    todo: "Ask the writer what they sent.",
  },
  "later-format": {
    title: "This share is newer than this page",
    meaning: "It was made in a form that this page does not know yet.",
    todo: "Ask the writer for the current page, and compare its check sum before you use it.",
  },
  armored: {
    title: "This file was turned into text",
    meaning: "Shares are never sent in that form, so something on the way has changed it.",
    todo: "Ask the writer to send the share as it is, as an attachment.",
  },
  "other-encryption": {
    title: "This file is locked in another way",
    meaning: "It is no share: shares are locked with an age key or a passphrase.",
    todo: "Ask whoever sent it how it was made.",
  },
  "several-readers": {
    title: "More than one key opens this file",
    meaning: "A share has exactly one reader. Someone else could read this one too.",
    todo: NOT_RELY,
  },
  damaged: {
    title: "The file is damaged",
    meaning: "It is not as it was made: something was changed, added or lost on its way.",
    todo: "Save it from the message once more. If that does not help, ask the writer to send the share again.",
  },
  malformed: {
    title: "This share is not as it should be",
    meaning: "It opened, but it is not put together as shares are. Something may be hidden in it or missing.",
    todo: NOT_RELY,
  },
  "too-large": {
    title: "This file is too large",
    meaning: "No share is that large, so it was not opened.",
    todo: "Choose the file that came with the message, or ask the writer what they sent.",
  },
  "too-small": {
    title: "This is not a share",
    meaning: "It is smaller than any share, and your key does not open it. It may be a reply, which the writer alone can read.",
    todo: "Choose the .age file whose name begins with share-.",
  },
  "too-much-work": {
    title: "This file was not opened",
    meaning: "It asks for so much work that this computer would stand still for minutes. Shares do not.",
    todo: NOT_RELY,
  },
  "for-someone-else": {
    title: "This share was made for someone else",
    meaning: "The writer locked it for another reader, and another person has passed it on to you.",
    todo: "It is not shown. Please tell the writer that it reached you.",
  },
  forged: {
    title: "The signature is not valid",
    meaning: "The share was not signed by the one that it names, or it was changed afterwards.",
    todo: NOT_RELY,
  },
  "is-key-file": {
    title: "This is a key, not a share",
    meaning: "A share is the .age file that came with the message; this is a key file, as you keep for yourself.",
    todo:
      "Choose this file under “2. Your key”, and the one from the message under “1. The share”. Never send your key " +
      "file to anyone.",
  },
  "is-public-key": {
    title: "This is only the public part of a key",
    meaning: "It is the part that you give to writers. It locks shares, but opens none.",
    todo: "Choose the key file that you saved when you made your key.",
  },
  "is-reply": {
    title: "This is a reply, not a share",
    meaning: "Replies are read by the writer, with the program that their journal is kept in.",
    todo: "Choose the .age file whose name begins with share-.",
  },
  "is-bundle": {
    title: "This is not a key file",
    meaning: "You may have chosen a share where your key is meant.",
    todo: "Choose the file that you saved when you made your key; its name begins with my-key-.",
  },
  "is-mail": {
    title: "This is a whole e-mail",
    meaning: "The share is a file that is attached to it.",
    todo: "Open the mail in your mail program, save the attachment whose name ends in .age, and choose that.",
  },
  unreadable: {
    title: "This could not be read",
    meaning: "It may be a folder, or the file is still being saved, or it was moved or deleted.",
    todo: "Choose the file itself, once it is where it should be.",
  },
  "bad-key-file": {
    title: "No key could be read from this file",
    meaning: "It is of another kind, or a part of it is missing.",
    todo: "Choose the file that you saved when you made your key, or your copy of it.",
  },
  "weak-passphrase": {
    title: "That passphrase would protect little",
    meaning: "It should have at least ten characters, not the same ones over and over, and none that cannot be seen.",
    todo: "Four or more words that have nothing to do with each other are easy to keep and hard to guess.",
  },
  "bad-signers-file": {
    title: "Your list of writers could not be read",
    meaning: "The file is of another kind, or it was changed since this page saved it.",
    todo: "Choose the file that this page saved, or go on without it and compare the six words with the writer.",
  },
  "bad-name": {
    title: "That cannot be kept as a name",
    meaning: "A name has up to 60 letters, digits and spaces, and each word is of one alphabet.",
    todo: "Type the name by hand.",
  },
  "name-taken": {
    title: "That name is known with another key",
    meaning: "Someone in your list has this name, but signs with other words.",
    todo: "Ask them in person whether their key changed. If it did, save them under a new name.",
  },
  "signer-taken": {
    title: "This key is known by another name",
    meaning: "Your list has the same six words under another name.",
    todo: "See whose it is before you go on.",
  },
  "empty-reply": {
    title: "There is nothing to send yet",
    meaning: "Guidance, homework and prompts are all empty.",
    todo: "Write something in at least one of them.",
  },
  "reply-too-long": {
    title: "The reply is too long",
    meaning: "A part of it has more than a reply can carry.",
    todo: "Shorten it, or send it in two replies.",
  },
  unexpected: {
    title: "Something went wrong in this page",
    meaning: "It did not foresee this. Nothing has left this computer.",
    todo: "Close the page, open it again and try once more. If it stays, ask the writer for the current page.",
  },
};
