-- Lists are filtered by the department that a dispatch rule has brought in.
CREATE INDEX "Ticket_departments_idx" ON "Ticket" USING GIN ("departments");
