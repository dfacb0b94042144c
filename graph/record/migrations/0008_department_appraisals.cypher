// How departments did at a centre, by indicator and period.
CREATE CONSTRAINT department_appraisal_id IF NOT EXISTS FOR (n:DepartmentAppraisal) REQUIRE n.id IS UNIQUE;
