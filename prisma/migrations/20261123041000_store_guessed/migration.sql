-- A store that the engine has guessed is not one that a person has chosen: a dispatch weighs the evidence anew.
ALTER TABLE "Ticket" ADD COLUMN     "storeGuessed" BOOLEAN NOT NULL DEFAULT false;
