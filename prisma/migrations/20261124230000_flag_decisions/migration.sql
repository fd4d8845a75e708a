-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "leftOut" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "FlagDecision" (
    "id" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "leavesOut" BOOLEAN NOT NULL,
    "note" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FlagDecision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "FlagDecision_taskId_createdAt_idx" ON "FlagDecision"("taskId", "createdAt");

-- AddForeignKey
ALTER TABLE "FlagDecision" ADD CONSTRAINT "FlagDecision_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlagDecision" ADD CONSTRAINT "FlagDecision_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
