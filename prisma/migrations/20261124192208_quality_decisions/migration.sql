-- CreateTable
CREATE TABLE "DismissedSuspicion" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "judgements" INTEGER NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DismissedSuspicion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DismissedSuspicion_projectId_userId_idx" ON "DismissedSuspicion"("projectId", "userId");

-- CreateIndex
CREATE INDEX "Task_projectId_createdAt_idx" ON "Task"("projectId", "createdAt");

-- AddForeignKey
ALTER TABLE "DismissedSuspicion" ADD CONSTRAINT "DismissedSuspicion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DismissedSuspicion" ADD CONSTRAINT "DismissedSuspicion_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DismissedSuspicion" ADD CONSTRAINT "DismissedSuspicion_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
