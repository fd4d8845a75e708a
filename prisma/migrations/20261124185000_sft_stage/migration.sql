-- AlterEnum
ALTER TYPE "RoundStage" ADD VALUE 'sft' BEFORE 'reward';

-- AlterEnum
ALTER TYPE "SamplePhase" ADD VALUE 'base' BEFORE 'before';

-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "sftVersionId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Round_sftVersionId_key" ON "Round"("sftVersionId");

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_sftVersionId_fkey" FOREIGN KEY ("sftVersionId") REFERENCES "ModelVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;
